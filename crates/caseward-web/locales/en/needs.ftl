# What is collected and why (RE-5, NASW-a).

needs-title = What we ask, and why
needs-lead = A section, or a single field of a form, is asked for only where a need is stated. Whoever asks can say why, and it can be left empty unless you say otherwise.
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
needs-duty = It has to be answered
needs-duty-hint = Leave this open unless the service can’t be given without an answer. Only fields of forms can be required, and not all of them.
needs-required = It has to be answered here.
needs-optional = It can be left empty.
needs-why-we-ask = Why we ask:
needs-fields = Single fields of forms
needs-fields-lead = These stand on a form only where a need is stated, with its reason beside them.
needs-of-clauses = Fields that a clause demands, or gives the person
needs-of-clauses-lead = These stand on their forms whatever is stated here: without them the paper counts for nothing, or they are the person’s own words, which nobody has to say.
needs-demanded = Demanded by
needs-their-own = Their own words, by
needs-imports = Imports
needs-imports-keep = Columns without a stated need come in, and are counted
needs-imports-keep-hint = What another system asked was asked there. The record stays whole, and can be reported as it came.
needs-imports-leave = Columns without a stated need are left out
needs-imports-leave-hint = Only what one of the person’s programmes needs comes in, and columns that no standard knows stay out. When a row is imported anew, what was left out is no longer in it. Keys come in, and whoever is fleeing is shielded all the same.
needs-imports-do = Keep this
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
field-consent-language = Language in which a consent is explained
field-consent-capacity = Who decides
field-consent-signer-name = Name of whoever signs for the person, or with them
field-consent-relationship = How they stand to the person
field-consent-harmed = Whether they have hurt somebody
field-consent-proof = What proves that they may sign
field-consent-proof-seen = When that proof was seen
field-consent-scope = For what they may decide
field-consent-authority = Until when they may decide
field-consent-service = The service that a minor may have alone
field-consent-sections = What the person agrees to, kind by kind
field-consent-exclusions = What is to be left out
field-consent-until-event = What ends a consent earlier
field-consent-limits = The person’s own limits
field-consent-teach-back = What a consent means, in the person’s own words
field-consent-interpreter = Interpreter
field-consent-if-missing = What is to be done if the person is missing or has died
field-consent-signature = Signature
field-consent-second-signature = Signature of a parent or guardian
field-consent-witness = Witness besides the worker
field-consent-why-not = Why the person says no
field-consent-withdrawal = What the person says when they take a consent back
field-talk-teach-back = What confidentiality means, in the person’s own words
field-talk-acknowledgement = Signature under the organization’s policies
field-own-view-safety = What was discussed about safety before a person’s own view
field-own-view-safe-way = By which way a link reaches the person safely
field-own-view-question = What the person asks in their own view
entry-why-asked = Why we ask for each section
entry-needs-need = This isn’t collected here: nobody has stated a need for it. Choose another section, or ask whoever looks after the settings
