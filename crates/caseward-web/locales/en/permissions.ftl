# Permissions of those who told something (CR-9, DV-3.2).

permissions-title = Permissions of those who told something
permissions-go = Who permits that what they told goes somewhere
permissions-back = What others told
permissions-lead = What somebody else told isn’t this person’s to give. It leaves only if whoever told it permits that themselves: which of it, to which organization, for what, and until when.
permissions-lead-ground = Their permission is no ground by itself. The disclosure also needs one, such as this person’s consent that names what others told. Ask only where asking puts nobody at risk.
permissions-apart = This is kept apart, like what they told. The person whose file this is doesn’t see it in their own view or on any paper that they get.
permissions-none = Nobody has permitted anything yet, so nothing that others told leaves.

permission-awaited = paper awaited
permission-waits = waits for a second person
permission-given = counts
permission-over = over
permission-withdrawn = taken back

permission-number = Number
permission-teller = Who told it
permission-teller-hint = The full name. It is masked in every paper unless they permit that it is told.
permission-relationship = How they stand to this person
permission-relationship-hint = For example: neighbor, sister, teacher, doctor.
permission-entries = What they told
permission-entries-hint = Only what you choose goes by this permission. An entry is one person’s: what another one told is permitted by that one.
permission-told = What they told
permission-recipient = To which organization it may go
permission-purposes = For what
permission-until = Last day
permission-until-hint = No later than a consent of today could last here.
permission-may-be-named = Their name may be told with it
permission-named = Whether their name may be told
permission-named-yes = Yes, they permit it
permission-named-no = No
permission-explained = I explained to them what goes, to whom and why, that it may be passed on there, and that they can take this back at any time
permission-how = How they sign
permission-how-screen = Here, on the screen
permission-how-paper = On paper; the scan comes later
permission-signed-name = Their full name, typed by them as their signature
permission-signed-name-hint = Leave it empty if they sign on paper.
permission-signed-on = Signed on
permission-second = Second person who looked at the paper
permission-written-by = Written down by
permission-withdrawn-on = Taken back on
permission-withdrawn-heard = Heard or read by
permission-words = What they said, if they said more
permission-words-hint = From this moment nothing that they told leaves by it. What left before stays where it is; ask whoever received it.
permission-withdraw-do = They take it back
permission-new = A new permission
permission-new-lead = Nothing leaves by writing it down. Signed here it counts at once; a paper counts when somebody other than whoever recorded it has looked at the scan.
permission-nothing-told = Nothing that somebody else told is on file.
permission-give-do = Keep this permission

permission-paper-lead = Record the signed paper. Somebody else who works with this person looks at it before anything goes by it.
permission-paper-name = The full name under the paper
permission-paper-day = The day on the paper
permission-paper-do = Record the paper
permission-scan-open = Look at the scan
permission-scan-number = Scan number
permission-confirm-lead = Look at the scan, and compare it with what stands here: who, what, to whom, for what, until when.
permission-confirm-do = The paper says the same
permission-decline-do = It doesn’t; another scan is needed

permission-needs-teller = Give the full name of whoever told it
permission-needs-relationship = Say how they stand to this person
permission-needs-entries = Choose what they told
permission-needs-one-teller = One of these entries stands in a permission of somebody else. An entry is one person’s: write down apart what each told
permission-needs-recipient = Choose an organization of the register
permission-needs-purpose = Choose for what it may go there
permission-needs-until = Choose a last day that isn’t over
permission-needs-earlier = Choose an earlier last day: no consent lasts that long here either
permission-needs-explained = Explain it to them first, and say that you did
permission-needs-name = The signature has to be the full name of whoever told it
permission-needs-mark = Draw the signature again, or leave it
permission-needs-day = Give the day on the paper: not in the future, and not long before this was written down
permission-needs-scan = Choose a scan: a PDF, JPEG or PNG file
permission-needs-smaller = Choose a smaller scan: 8 MB at most
permission-needs-second = You recorded this paper. Somebody else who works with this person has to look at it
permission-needs-standing = As this permission stands, that can’t be done with it. Look at it again
permission-needs-this-scan = Another scan of this paper was recorded since you looked. Open the scan that lies here now, compare it, and decide on that one
permission-too-long = Keep each text under 200 characters

disclosure-told-stays = { $count ->
    [one] One thing that somebody else told stays out of this paper: there is no permission of theirs.
   *[other] { $count } things that others told stay out of this paper: there is no permission of theirs.
}

looked-teller-permission = { $who } kept or changed a permission of somebody else, who told something.
looked-teller-permission-ended = { $who } noted that somebody else took their permission back.
permission-received = Who had received it
permission-received-lead = Ask first whether telling them now could put anybody in danger. Then take or send each the letter, which asks for this part alone and names nobody, or tell them otherwise, and keep that you did and what they answer.
waits-teller-recall = Tell those who received what somebody else told that their permission was taken back
waits-teller-recall-why = Ask each of them to return or destroy that part, and keep what they answer. (CR-9)
looked-teller-notice-made = { $who } made a letter that asks back what somebody else told.
looked-teller-recall-told = { $who } noted that an organization was told that somebody else took their permission back.
looked-teller-recall-answered = { $who } noted what an organization answered that was asked for what somebody else told.
