# Agreements, training, and who is missing what.
place-agreements = Agreements and training
agreements-empty = Nothing is set for your part yet.
agreements-empty-next = Until an agreement and a training are set for it, no file opens. Your privacy officer can set them.
agreements-asks = { $count ->
    [one] One thing waits for you.
   *[other] { $count } things wait for you.
}
agreements-see-required = See what is waiting
agreements-all-well = Everything is signed and fresh. There is nothing to do.
agreements-of-your-part = What your part asks for
agreements-signed = What you signed and completed
agreements-for-others = For others

stand-holds = Holds
stand-ends-soon = Ends soon
stand-missing = Missing
stand-waits = Being confirmed
stand-refused = Not signed
stand-holds-says = It holds until { $day }.
stand-ends-soon-says = It holds until { $day }. You can renew it now, so that nothing closes.
stand-again-says = It ran out, or there is a new version. Nothing you did was wrong; it is time to read it again.
stand-missing-says = It isn’t on record yet.
stand-waits-says = It was recorded on paper. As soon as a second person has confirmed it, it counts.
stand-refused-says = You said that you won’t sign it for now. Whoever answers for your work knows, and you can sign whenever you like.
stand-until = until { $day }
stand-take-course = Take the course
stand-read-and-sign = Read and sign
stand-read = Read it again

signed-version = version { $number }
signed-on-screen = signed on screen
signed-at-terminal = signed at the office’s own command line
signed-by-answering = completed by answering
signed-on-paper = on paper, confirmed by a second person
signed-waits = on paper; a second person is still to confirm it
signed-declined = on paper; the second person could not confirm it
signed-copy = Your copy (PDF)
signed-certificate = Your certificate (PDF)

required-title = Before files open
required-lead = Some things come first. Take them one after the other; files open as soon as the last is done.
required-done-title = You are up to date
required-done = Everything holds until { $day }.
required-nothing-set = Nothing is set for your part yet
required-nothing-set-next = No agreement, or no training, has been set for it, and without them no file opens. You can’t change that yourself: please tell your privacy officer.
required-lately = Done just now
required-go-on = Go on to your work
required-all = All agreements and training

text-version = Version { $number }, in force from { $day }
text-holds = You signed this; it holds until { $day }. You can read it here whenever you like.
text-changed = What is new
text-changes = See each change
text-added = New:
text-removed = Gone:
text-refuse = I don’t want to sign this

teach-title = What does it mean?
teach-hint = A few questions, so that you and we know it is clear. If an answer isn’t what the text says, you are told so and can answer again, as often as you like.
teach-send = Send my answers
teach-says = The text says:
teach-understood = You answered all of them as the text says:
teach-go-on = Go on to sign
teach-wrong = Almost: not every answer is what the text says yet
teach-wrong-next = Where it isn’t, you’ll find below what the text says. Please answer those again; the others are done.
teach-nothing = No answer was chosen
teach-nothing-next = Please choose an answer for each question.
teach-replaced = A newer version came out meanwhile
teach-replaced-next = Nothing was signed. This is the newer text, with what changed; please read it and answer the questions about it.

sign-title = Sign
sign-lead = Type your full name as you would write it by hand, and tick each statement by itself.
sign-name = Full name
sign-organization = Organization
sign-position = Position
sign-email = E-mail
sign-phone = Telephone
sign-statements = Please tick each of these
sign-mark = Draw your signature, if you like
sign-mark-hint = With a finger, a pen or the mouse. It isn’t needed: your typed name and the ticks are your signature.
sign-mark-clear = Clear
sign-what-happens = When you sign, it counts at once. You get a copy as a PDF, and the ledger has an entry that names the text by its number, and not you to anyone outside.
sign-do = Sign
sign-back = Back to the text
sign-needs-name = Give the full name; at most 200 characters, all of them visible
sign-needs-organization = Give the organization
sign-needs-position = Give what the position is called
sign-needs-email = Give an e-mail address, like name@office.example
sign-needs-phone = Give a telephone number with 5 to 20 digits
sign-needs-statements = Tick each statement, if you agree with it
sign-needs-mark = The drawing couldn’t be read. Clear it and draw it once more, or leave it out

refuse-title = You don’t have to sign
refuse-lead = If something in this text isn’t right for you, it is better to say so than to sign it.
refuse-closed = Files stay closed to you until it is signed. Whom you work with stays as it is, and colleagues can step in.
refuse-told = Whoever answers for your work is told that you haven’t signed, so that you can talk about it. Nobody is blamed for asking.
refuse-later = You can sign at any time, also in a minute.
refuse-words = What would you like to say about it?
refuse-words-hint = You needn’t say anything. Please name no client.
refuse-too-long = That is longer than fits here. Write at most 2,000 characters; you can tell the rest when you talk
refuse-do = I won’t sign it for now
refuse-back = Back to the text

missing-title = Who is missing what
missing-empty = There is nobody here whose agreements and training you look after.
missing-lead = { $missing ->
    [0] Nobody of { $all } is missing anything.
    [one] One of { $all } is missing something and can open no file.
   *[other] { $missing } of { $all } are missing something and can open no file.
}
missing-parts = Parts that nothing is set for
missing-parts-next = Nobody with one of these parts gets in, whatever they sign: each part needs at least one agreement and one training.
missing-person = Person
missing-suspended = access paused or ended
missing-not-asked = not asked
missing-refused = Said that they won’t sign it for now.
missing-talked = We have talked about it
missing-more = More people

papers-title = Signed on paper
papers-lead = What someone signed on paper, or learnt elsewhere, counts when one person has recorded it with a scan and a second person has looked at the scan.
papers-record = Record a paper
papers-empty = No paper waits to be confirmed.
papers-second-person = A second person has to confirm this one
papers-second-person-next = You recorded it yourself. Please ask a colleague who looks after agreements.
papers-version = Version
papers-day = Day on the paper
papers-day-hint = The day on which it was signed, or the training took place.
papers-scan = Save the scan to look at it
papers-scan-hint = It is handed over as a file and opened nowhere here. Delete it when you have looked at it.
papers-own = You recorded this one; a second person confirms it.
papers-confirm = It is as it says: confirm
papers-decline = It isn’t: don’t count it
papers-new-lead = Write down what stands on the paper and add its scan. A second person confirms it.
papers-whose = Whose paper is it?
papers-what = What was signed or learnt?
papers-language = Language of the text
papers-scan-file = Scan
papers-scan-file-hint = A PDF, JPEG or PNG file of at most 8 MB. If something else has to be mended, choose it again.
papers-save = Record it
papers-back = Back to the list
paper-needs-day = Give the day on the paper; it can’t lie ahead
paper-needs-scan = Add the scan: a PDF, JPEG or PNG file
paper-needs-smaller-scan = The scan is larger than 8 MB. Scan it in gray, or with fewer dots per inch

training-title = Training
training-lead = What your part asks you to learn, and how long it stays fresh.
training-empty = No training is set for your part yet.
training-completed = What you completed
course-version = Version { $number }
course-holds = You completed this; it counts until { $day }.
course-covers = What it covers
course-questions = Questions
course-page = page { $number } of { $all }
course-next = Go on
course-back = Back
course-refuse = I don’t want to take this course


missing-part = Part
missing-table = Save this list as a table (CSV)

publish-title = Publish a version
publish-lead = Whoever has to sign sees what changed, answers a few questions and signs. From the day you name, files stay closed to those who haven’t.
publish-existing = What there is
publish-nobody = required of nobody
publish-write = Write a version
publish-text-en = Text in English
publish-text-es = Text in Spanish
publish-text-hint = As its file: name, kind, what changed, sections with their clauses, statements and questions. Choose a text above to begin from its newest version. Both languages have the same shape.
publish-roles = Whose part requires it?
publish-from = From which day?
publish-from-hint = Leave it empty for at once. With a day ahead everyone can sign before anything closes.
publish-hold-days = For how many days does a signature hold?
publish-look = See what it changes
publish-looked = { $name }, version { $number }: not published yet
publish-same = No word differs in this language.
publish-concerned = { $count ->
    [0] Nobody’s standing changes by it.
    [one] The standing of one person changes by it, at once or on that day.
   *[other] The standing of { $count } people changes by it, at once or on that day.
}
publish-do = Publish it
publish-unfit = It can’t be published like this yet; the reason stands above the form
publish-unfit-en = The English text can’t be read yet; the reason stands above the form
publish-unfit-es = The Spanish text can’t be read yet; the reason stands above the form
publish-needs-roles = Tick at least one part
publish-needs-from = Give a day, or leave it empty
publish-needs-hold-days = Give a number of days from 1 to 3650
