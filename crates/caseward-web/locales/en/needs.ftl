# What is collected and why (RE-5, NASW-a).

needs-title = What we ask, and why
needs-lead = A section is asked for only where a need is stated. Nothing has to be answered, and whoever asks can say why.
needs-for = Needs of
needs-whole-office = The whole office
needs-show = Show
needs-sections = What can be written into a file
needs-withdraw = No longer needed
needs-not-asked = Not asked: no need is stated.
needs-state = State a need
needs-field = For what
needs-why = What it is needed for
needs-why-hint = A sentence that you could say to the person. A programme’s own need goes before the office’s.
needs-state-do = State it
needs-held = Held without a stated need
needs-held-lead = What other systems handed over stays as it came. For these columns nobody has said why they are held: state a need, or ask the other system to leave them out.
needs-held-count = { $needed ->
    [one] { $needed } column has a need.
   *[other] { $needed } columns have a need.
}
needs-strange = { $strange ->
    [0] { "" }
    [one] { $strange } column is in no standard that we know.
   *[other] { $strange } columns are in no standard that we know.
}
needs-held-list = See these columns
entry-why-asked = Why we ask for each section
entry-needs-need = This isn’t collected here: nobody has stated a need for it. Choose another section, or ask whoever looks after the settings
