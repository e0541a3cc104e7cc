# How the screen is kept from eyes that pass by, and what is put on paper.
veil-text = Hidden while you are elsewhere
print-do = Print this section
print-recorded = The ledger says that you printed this. Each sheet names the entry. Please collect it at the printer.
screen-title = Your screen
screen-lead = What stands on a screen is read by whoever passes. These keep it for you alone, on this device.
screen-rest = Cover the screen when nobody has touched it for
screen-rest-hint = What you typed stays underneath. After fifteen minutes without use your session is locked in any case.
screen-minutes = { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
}
screen-veil = When another window comes before this one
screen-veil-hint = The page comes back as soon as you do.
screen-veil-0 = Leave the page as it is
screen-veil-5 = Hide the page after 5 seconds
screen-veil-30 = Hide the page after 30 seconds
screen-hide-title = Hide it at once
screen-hide = Press Esc twice, even while you are typing, or choose Lock at the top. All pages that you have open here are covered together.
screen-exit-title = Leave at once
screen-exit = “Exit this page” at the top, or Shift pressed three times, empties the page, takes you to { $to } and locks your session. “Back” doesn’t lead here again. What you were typing is not kept; with Esc twice it is.
screen-keep = Keep these
