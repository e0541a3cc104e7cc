# Reporting a danger (RE-7, NASW-c, DV-3.3.2c).

danger-title = Report danger
danger-go = Report danger
danger-lead = If life is at risk, call the emergency number first; this can wait until help is on its way. Then write down what you know, in two minutes.
danger-lead-leaves = Nothing leaves by this page. While a report stands, you can tell the police, a clinic or another office that can help, on the ground of danger, and only what is needed for that.
danger-begin-disclosure = Begin a disclosure
danger-kept-told = Your report is kept, and a supervisor who may open this file hears of it now.
danger-kept = Your report is kept.
danger-not-read = You opened this file in an emergency, so you can report a danger here. What is reported is read by those who work with this person.
danger-none = No danger was reported here.

danger-stands = stands
danger-over = over
danger-until = until
danger-waits = Telling of this may put the person at more risk. While it stands, no disclosure about them goes to anybody outside, on whatever ground, until a supervisor other than the reporter has discussed it. Ending the report does not change that before its time.
danger-told-nobody = No supervisor who may open this file could be told of this: there is none. Speak with a supervisor or with whoever leads the office now, and have one assigned to this person; until then nobody looks at it.
danger-number = Number of this report
danger-reported-by = Reported by
danger-client-was-told = The person was told
danger-client-was-not-told = Why the person was not told
danger-risk = Risk
danger-risk-said = Telling of it may put the person at more risk.
danger-discussed-by = Discussed by
danger-goes-on = Something may be told, because
danger-stops = Nothing is told, because
danger-ended-by = Ended by
danger-ended-why = Why it is over

danger-said = What you discussed with the reporter, and what was weighed
danger-said-hint = A sentence or two; it is kept and not rewritten. If nothing is told, nothing goes to anybody outside as long as this report and those beside it were to stand, or until a supervisor says yes about another report.
danger-goes-on-do = It was discussed; something may be told
danger-stops-do = Nothing is told; end the report
danger-looked-do = It was discussed; nothing more is told
danger-why = Why it is over
danger-end-do = The danger is over

danger-new = A danger to report
danger-new-lead = A supervisor who may open this file hears of it at once; if there is none, the report says so. What you write is kept under the person’s own key; the person does not see it when they read their file here.
danger-at-risk = Who may be harmed?
danger-seen = What was seen or heard, and why can’t it wait?
danger-seen-hint = Facts, in plain words: who said or did what, when, to whom something may happen.
danger-told-by = Who told of it?
danger-client-told = Was the person told that you may have to pass it on?
danger-client-told-hint = The person whose file this is. Tell them first if that is safe and there is time.
danger-told-how = What they were told, or why they could not be told first
danger-raises-risk = May telling of it put the person at more risk?
danger-raises-risk-hint = For example if the one who harms would hear of it. If so, a supervisor discusses it first.
danger-hours = For how many hours does it stand?
danger-hours-hint = 72 hours is usual; 336 hours (14 days) is the most. You can end it earlier.
danger-report-do = Report the danger
danger-yes = Yes
danger-no = No

danger-needs-at-risk = Choose who may be harmed
danger-needs-told-by = Choose who told of it
danger-needs-seen = Say in a sentence what was seen or heard, to whom it may happen, and why it can’t wait
danger-needs-hours = Give a whole number of hours, from 1 to 336
danger-needs-client-told = Say whether the person was told
danger-needs-told-how = Say what the person was told, or in a sentence why they could not be told first
danger-needs-raises-risk = Say whether telling of it may put the person at more risk
danger-needs-said = Say in a sentence what was discussed, and choose whether something may be told
danger-needs-another-person = A supervisor other than the reporter has to discuss it
danger-needs-why = Say why the danger is over, or why the report was wrong
danger-needs-standing = This report is over, or was discussed already. If there is something new, report it anew
danger-too-long = Keep each text under 2,000 characters

waits-danger-reported = Look at a danger that a colleague reported
waits-danger-reported-why = If telling of it may put somebody at more risk, nothing goes until you have discussed it. (RE-7, DV-3.3.2c)
looked-danger-reported = { $who } reported a danger.
looked-danger-discussed = { $who } discussed a danger that was reported.
looked-danger-ended = { $who } noted that a danger is over.
