// The coding page in a notebook: a frame of its own, so that its keys and styles are its own.
function render({ model, el }) {
  const frame = document.createElement("iframe");
  frame.title = "Coding page";
  frame.style.cssText = "width:100%;height:85vh;min-height:30rem;border:1px solid #c9c9c4;border-radius:4px";
  frame.addEventListener("load", () => {
    frame.contentWindow.addEventListener("coded", (event) => {
      model.set("sheet", event.detail);
      model.save_changes();
    });
  });
  frame.srcdoc = model.get("page");
  el.append(frame);
}
export default { render };
