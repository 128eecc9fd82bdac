app-name = Taizhang

## Navigation

nav-label = Main
nav-today = Today
nav-forms = Forms
nav-records = Records
nav-send = Send
nav-import = Import
nav-ledger = Ledger
nav-settings = Settings
nav-about = About
nav-dashboard = Dashboard
nav-fill = Fill
skip-to-content = Skip to content

## The bar on top

state-online = Online
state-offline = Offline
state-offline-ready = Works offline
state-no-officer = No officer yet
state-switch-officer = switch
state-opening = Opening…
try-again = Try again
part-missing = This part of the app is not here yet
part-missing-advice = Its first use needs a network. All that was saved is there; go online and try again.

## Updates

update-ready = A new version is ready.
update-now = Update now
update-switching = Saving and updating…
update-not-flushed = A page could not be saved, so nothing was updated. See to its red notice first, then try again.
update-failed = The update did not succeed; this version goes on as before. Try again later.

## Storage

storage-blocked = Another tab still runs an older version
storage-blocked-advice = All data is there. Close the app's other tabs; this one then goes on by itself.
storage-updated-elsewhere = Updated in another tab
storage-updated-elsewhere-advice = All that was saved is there. Load this page again to go on.
storage-newer = The data was written by a newer version
storage-newer-advice = You can look and export, but not fill. Connect to a network and update.
storage-broken = The database cannot be opened
storage-broken-advice = Nothing was deleted. Close the browser and open it again; if that does not help, show this page to your administrator.
storage-broken-apart-advice = If it stays so, save the rescue file for your administrator, then begin another database; the old one stays where it is.
storage-unavailable = The browser does not let this page keep data
storage-unavailable-advice = Leave private browsing, or allow this site to keep data in the browser's settings, then load the page again.
storage-full = No room left
storage-full-advice = All that was saved is there. Free some room on this device, then load the page again.
reload-page = Load again

## Nothing yet

not-found = There is no such page
empty-forms = No forms yet.

## Settings

settings-language = Language
settings-language-failed = This language could not be loaded. Connect to a network and try again.
settings-officer = Officer
settings-officer-hint = Written into every record from now on. Use a staff code or account, never a personal number.
settings-officer-name = Name
settings-officer-code = Staff code
settings-officer-unit = Unit
settings-save = Save
settings-saved = Saved
settings-not-saved = This was not saved. Try again.

## Questions

question-clear = Clear
question-guidance = Guidance
problem-required = This question needs an answer.
problem-constraint = The answer breaks a rule of the form. Please check it.
problem-nameless = This becomes the name in the list. Please fill it in.
problem-choice = The choice is no longer on offer. Please choose again.
problem-type-integer = Enter a whole number, such as 12.
problem-type-decimal = Enter a number, such as 12.5.
problem-type-date = Enter a valid date.
problem-type-other = This cannot be read. Please check it.
select-empty = There is nothing to choose from here yet.
repeat-add = Add another
repeat-position = No. { $count }

## Filling

fill-opening = Opening…
fill-saving = Saving…
fill-saved = Saved
fill-failed = Not saved yet, trying again
fill-failed-advice = What you typed is still on this page: do not close it. If this goes on, free some space on the device.
fill-taken-over = Being filled in another tab
fill-taken-over-advice = You can only look here. To go on here, tap “Fill here instead”.
fill-take-over = Fill here instead
fill-held = Another tab is filling this draft
fill-no-draft = There is no such draft
fill-no-draft-advice = It may have been finished, or deleted in another tab. Look on the Records page.
fill-damaged = The draft cannot be read
fill-damaged-advice = Nothing was deleted. Please tell the coordinator and keep the data on this device.
fill-no-form = The form of this draft is not on this device
fill-no-form-advice = The draft is safe. Import its form again on the Forms page, then open it.
fill-read-only = The draft is safe: go on with it after the update
fill-recovered = The last session was cut short. Everything up to then has been restored.
fill-recovered-damaged = The last session was cut short, and { $count } entries could not be restored. Please check what is filled in.
fill-page = Page { $page } of { $pages }
fill-next = Next
fill-previous = Back
fill-finalize = Submit
fill-finalizing = Submitting…
fill-invalid = To be answered, put right or confirmed first: { $count }
fill-not-finalized = It could not be submitted. The draft is safe; please try again.
fill-pages = Pages and submitting
fill-leave = Leave
fill-language = Form language

## Today

today-no-officer = First say who you are
today-no-officer-advice = Every record carries the staff code of whoever filled it. You say it once. Nothing secret may be entered.
today-set-officer = Say who fills
today-waiting = { $count ->
    [one] 1 record waits
    *[other] { $count } records wait
  } to be sent
today-go-send = Go to Send
today-drafts = Go on filling
today-begin = Begin a form
draft-line = { $count } answered, { $at }
draft-discard = Discard
draft-discard-sure = Discard it?
form-version = Version { $version }
begin-no-form = This form cannot be read. Import it again on the Forms page.
begin-officer-changed = Another page switched the officer, and no draft was begun. Please load this page again.
begin-failed = No draft could be begun, and nothing was changed. Try again, or free some space on the device.
read-failed = The data on this device cannot be read. Nothing was changed; please load this page again.
record-line = { $at }, filled by { $officer }

## Marks while filling

fill-contents = Contents
fill-check = Check and submit
fill-questions = Back to the questions
question-later = Later
question-remark = Remark
remark-line = Remark: { $remark }
draft-gone = Deleted: { $title }
draft-gone-advice = It lies in the bin and can be put back for 14 days.
draft-undo = Undo

## Looks

settings-more = More settings

## Amounts

amount-yi = { $yi } × 100 million yuan
amount-doubtful = { $yi } × 100 million yuan: please check the unit
code-personal = This is no credit code but looks like the number of a person: it was not kept. Please do not enter it.
