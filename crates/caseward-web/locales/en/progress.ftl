# Partners in what goes about somebody in the men's programme (DV-4.3).

progress-title = Partners in this paper
progress-lead = What goes about somebody in the men’s programme tells nothing of a partner or ex-partner. Say who they are: they are masked in it, and can’t be left readable. Then read each sentence that still speaks of one, and take it out, or say that it may stay.
progress-not-asked = This is asked of whatever goes about somebody who takes part in a programme for people who used violence, or did. Nobody has written that down about this client.
progress-who = Who his partners and ex-partners are
progress-named-by = Said by
progress-people = His partners and ex-partners
progress-people-hint = One person a line, with commas between the names of one: first name and surname, nicknames, former names. It is kept with this paper, in his file; so leave out a name that he mustn’t learn.
progress-nobody = Or why nobody can be named
progress-nobody-hint = For example: no name of hers is known here, and none stands in the texts.
progress-name-do = Keep who they are
progress-read-title = Sentences that speak of a partner
progress-read-lead = Each was found by a word such as wife, ex or pareja, by a name, or because it goes on about them. Take out first what has to go: the paper is then put together again, and what was cleared before is asked again. Not every such sentence is found, so read the whole paper too.
progress-compose-first = Once the paper is put together, each sentence that speaks of a partner is shown here.
progress-none = No sentence was found that speaks of a partner. Read the whole paper all the same: not every one is found.
progress-by = found by:
progress-by-name = found by a name that was masked
progress-out = taken out: nothing of it leaves
progress-cleared = read, and may stay:
progress-out-do = Take it out
progress-back-do = Put it back
progress-clear-do = I read it, and it may stay
progress-changed = It has changed since you looked at it. Here it is as it stands now; look at it again.
progress-second = You approved this paper. Somebody else has to read its sentences and say that they may stay.
progress-go = Partners and sentences
progress-unnamed = Before this can be put together, say who his partners and ex-partners are: they are masked in it.
progress-named = It is said who his partners and ex-partners are. Put the paper together next.
progress-unread = { $count ->
    [one] One sentence that speaks of a partner was not read yet. Until it is taken out or cleared, nothing leaves.
   *[other] { $count } sentences that speak of a partner were not read yet. Until each is taken out or cleared, nothing leaves.
}
progress-all-read = Each sentence that speaks of a partner was read, and may stay.
looked-of-partners = { $who } decided what a paper leaves out; nothing left.
