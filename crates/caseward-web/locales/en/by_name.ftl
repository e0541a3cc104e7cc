# The by-name list (CC-1, CC-2.4, CC-2.5).
by-name-title = By-name list
by-name-lead = Everybody you work with, and what it takes to house them. Each line and each cell is decided for you; whom you may not know of isn’t in it and isn’t counted.
by-name-see = By-name list
by-name-choose = Choose who is in it, and the order
by-name-only = Only who is
by-name-only-rule = Whoever fits all that you tick stays in the list. Of whom it isn’t known doesn’t fit.
by-name-only-veteran = Veterans
by-name-only-youth = Youth, 18 to 24
by-name-only-family = With a child
by-name-only-chronic = Chronically homeless
by-name-only-not-housed = Not yet housed
by-name-programme = Enrolled in
by-name-any = Any
by-name-no-contact = Without contact for
by-name-contact-days = { $days } days or longer
by-name-sort = Order
by-name-sort-priority = Priority: highest score first
by-name-sort-homeless = Longest homeless first
by-name-sort-contact = Longest without contact first
by-name-sort-name = By name
by-name-show = Show
by-name-everybody = Show everybody
by-name-no-match = Nobody in your list fits that.
by-name-no-match-next = Take something away and show it again. Of whom a thing isn’t known doesn’t fit.
by-name-fitting = People in this list
by-name-caption = What the records say. Who was shown is recorded.
by-name-page = Page { $page } of { $pages }.
by-name-before = Previous page
by-name-after = Next page
by-name-more = You work with more people than fit into this list. It has the { $count } whose files changed last; find the others by their name, under My clients.
by-name-unknown = Unknown
by-name-unknown-means = “Unknown” stands where nothing is on file, and where something isn’t for you. On a telephone those lines are left out.
by-name-yes = Yes
by-name-no = No
by-name-priority = Priority
by-name-score = Score { $score }
by-name-on-list = on the priority list
by-name-off-list = not on the priority list
by-name-living = Stays now
by-name-as-of = { $place }, { $day }
by-name-since = Homeless since
by-name-months = Months homeless in 3 years
by-name-many-months = more than 12
by-name-chronic = Chronic homelessness
by-name-disabling = Disabling condition
by-name-household = Household, as far as you see it
by-name-people = { $count ->
    [one] 1 person
   *[other] { $count } people
 }
by-name-people-child = { $count ->
    [one] 1 person, a child
   *[other] { $count } people, with a child
 }
by-name-veteran = Veteran
by-name-youth = Youth
by-name-fleeing = Fleeing violence
by-name-contact = Last contact
by-name-programmes = Enrolled in
by-name-moved-in = Moved in
ledger-line-by-name = { $who } opened their by-name list.
