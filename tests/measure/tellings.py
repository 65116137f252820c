"""Invented articles: one event as four newsrooms tell it, and six events of one county."""

from __future__ import annotations

DAM = {
    "Carver Post": (
        "Cracks found in Otterby dam, 300 told to leave",
        "Some 300 people were told to leave their homes below the Otterby dam on Thursday after "
        "engineers found cracks in its spillway.\n\nThe Vale Water Board, which owns the dam, said "
        "it had begun to lower the reservoir and that there was no danger of a sudden failure. “We "
        "are acting early because we can,” said Petra Lund, its chief engineer.\n\nBuses took "
        "residents of Mill Lane and Weir Street to a school gymnasium in Hadley. Martin Osk, 71, "
        "said he had been given ten minutes. “I took the dog and the photographs,” he said.\n\nThe "
        "dam was last inspected in 2019. The mayor of Otterby, Ruth Calder, asked why the report "
        "had never been published.",
    ),
    "The Lantern": (
        "‘Ten minutes to get out’: families flee as dam cracks",
        "Families fled with pets and photo albums last night as cracks opened in the spillway of "
        "the dam above Otterby.\n\nPensioner Martin Osk was told to be out of his house in Weir "
        "Street within ten minutes. He slept in the gym at Hadley school beside dozens of "
        "neighbours.\n\nBosses at the Vale Water Board insist that the wall will hold. Chief "
        "engineer Petra Lund told reporters that the reservoir was being drained.\n\nBut Otterby's "
        "mayor is furious. “They have sat on an inspection report since 2019,” Ruth Calder said.",
    ),
    "Radio Halden": (
        "Reservoir lowered after damage to spillway at Otterby",
        "The Vale Water Board is lowering the reservoir at Otterby after damage was found on the "
        "spillway of the dam. About 300 residents have been moved to Hadley, where the school has "
        "opened its gymnasium.\n\nPetra Lund, the board's chief engineer, told Radio Halden that "
        "the cracks were up to four metres long and that it was too early to say how they came "
        "about. Police have closed Mill Lane.\n\nMayor Ruth Calder called for the inspection "
        "report of 2019 to be published.",
    ),
    "Halden Mercury": (
        "Mayor demands dam report as Otterby waits to go home",
        "Residents moved from below the Otterby dam may not return before Monday, the Vale Water "
        "Board said on Friday, a day after cracks were found in the spillway.\n\nThe water has "
        "dropped by two metres. Petra Lund, the chief engineer, said divers would inspect the wall "
        "at the weekend.\n\nMayor Ruth Calder told a meeting in the Hadley school gymnasium that "
        "she would go to court if the board did not hand over the inspection report of 2019. "
        "“Three hundred of us are sleeping on mats,” she said to applause.",
    ),
}
COUNTY = {
    "Sheriff warns of phone calls that ask for gift cards": "The sheriff of Harlow County, Dean "
    "Prewitt, warned residents on Monday of callers who claim to be from the tax office and demand "
    "gift cards.\n\nTwo people in Ashby lost 4,000 dollars last week, he said. “No office takes "
    "payment in vouchers,” Prewitt said. The county will send a letter to every household.",
    "Harlow County fair draws record crowd despite rain": "More than 30,000 people came to the "
    "Harlow County fair, its organizers said, although rain closed the rides on Saturday.\n\nThe "
    "prize for the heaviest pumpkin went to Lena Hoyt of Ashby. County commissioner Bill Stroud "
    "handed out the ribbons and said he had eaten three corn dogs.",
    "Commissioners split over new gravel pit": "The commissioners of Harlow County are divided "
    "over a gravel pit near Dunmore that would bring sixty trucks a day.\n\nBill Stroud said the "
    "county needed cheap stone for its roads. His colleague Ann Tabor said that dust would ruin "
    "the orchards. A vote is set for June.",
    "Two hurt as van hits bridge on Route 9": "Two men were hurt when their van struck a bridge on "
    "Route 9 in Harlow County on Tuesday, the sheriff's office said.\n\nThe road was closed for "
    "three hours. Sheriff Dean Prewitt said that ice was the likely cause and that drivers should "
    "slow down on the curve.",
    "School lunches to cost more in Harlow County": "School lunches in Harlow County will rise to "
    "three dollars in the autumn, the school board decided on Tuesday.\n\nSuperintendent Carla "
    "Deems said that milk and flour cost a third more than two years ago. Parents in Ashby have "
    "started a petition.",
    "Library in Ashby reopens with a room for tools": "The library in Ashby reopened on Wednesday "
    "with a room from which people can borrow drills and ladders, the first of its kind in Harlow "
    "County.\n\nLibrarian Joan Petty said that the saws had all been lent by noon. Commissioner "
    "Ann Tabor cut the ribbon.",
}
