## Navigation

nav-conflicts = To decide

## Nothing yet

not-found-advice = The address may be wrong, or the page is gone.
back-to-today = Back to Today
empty-records = Nothing has been filled in on this device yet.
empty-send = No records are waiting to be sent.
empty-ledger = Nothing in the ledger yet.
empty-enterprise = It was not found in the ledger.
empty-conflicts = Nothing to decide.
empty-dashboard = Nothing to count yet.

## About

about-what = Filled in the field without a network, merged into a ledger at the desk. The data stays on this device and leaves it only when you export.
about-version = Version
about-build = Build
about-build-unknown = development build
about-offline = Offline use
about-offline-yes = All files of this version are kept on this device; it opens without a network.
about-offline-no = The files for offline use are being kept. Stay connected.
about-offline-insecure = This page was not opened over https, so it cannot be used offline.
about-browser = Browser
about-limits = What you should know
about-limits-host = A web app cannot protect you from the server that it comes from. It is updated only when you tap; compare the build above with the published one.
about-limits-origin = Other pages at the same address can read and clear this data. Ask your administrator for an address of its own.
about-licence = Licence: MIT or Apache-2.0.

## Questions

place-locate = Get location
place-again = Get again
place-asking = Locating, for 15 seconds at most. You can go on meanwhile.
place-failed = No position found. You can skip this; the record stays valid.
place-denied = The browser does not allow positions. You can skip this; the record stays valid.
place-found = Latitude { $latitude }, longitude { $longitude }, about { $accuracy } m off
range-none = Not chosen yet
range-less = Less
range-more = More
range-star = Stars: { $value }
address-open = Open the address
scan-hidden = Read. The form asks that it is not shown.
rank-none = Not put in order yet. Use the buttons on the right, or take the order as it is.
rank-part = Some choices are not in order yet. Move them, or take the order as it is.
rank-accept = Take this order
rank-first = First
rank-up = Up
repeat-remove = Remove
repeat-up = Move no. { $count } up
repeat-down = Move no. { $count } down
repeat-removed = No. { $count } was removed
repeat-removed-advice = It can be called back within 10 seconds, with all its answers.
rank-down = Down
rank-now = { $name }: place { $place }
media-missing = The file “{ $file }” did not come with the form, so it cannot be shown.
media-enlarge = Enlarge
media-close = Close
link-title = Open this link?
link-advice = It opens on another page and needs a network. What you filled in is saved on this device.
link-stay = Do not open
link-follow = Open
photo-take = Take or choose a photo
photo-take-new = Take a photo
photo-again = Retake
photo-alt = The saved photo
photo-kept = Photo saved
place-late = No position found yet; still looking. You can skip this; the record stays valid.
place-improving = About { $accuracy } m off, getting better…
place-use = Use this position
place-skip = Skip
place-skipped = Skipped; the record stays valid. You can come back to it.
place-typed = Latitude { $latitude }, longitude { $longitude }
place-poor = This is far off. Get it again under open sky if you can; it can also stay as it is.
place-type = Type coordinates
place-latitude = Latitude (north is positive)
place-longitude = Longitude (east is positive)
place-type-hint = In degrees of WGS-84, e.g. 41.72590. Coordinates copied from AMap or Baidu are some hundred metres off.
place-type-take = Use these
place-type-wrong = These are no coordinates: latitude -90 to 90, longitude -180 to 180, figures only.
line-add = Add this position
line-undo = Undo last point
line-remove = Remove
line-remove-at = Remove point { $place }
line-needs = { $have } of at least { $least } points. Walk to the next place and add it.
line-length = { $count } points, { $metres } m long
line-area = { $count } points, { $metres } m around, { $area } m² inside
attach-remove = Remove
attach-keeping = Saving…
attach-gone = The file cannot be read on this device. Please add it again.
attach-too-large = This file is too large; { $most } MB at most. For a photo set the camera one step lower; make recordings shorter.
attach-empty = This file is empty. Please choose another.
attach-other-kind = This file is not of the kind asked for. Please choose another.
attach-unreadable = This file cannot be read. Please choose another.
attach-not-kept = It could not be kept; the answer is as it was. Free some space on the device and try again.
file-choose = Choose a file
file-again = Choose another file
file-most = Any kind, { $most } MB at most
file-named = { $name } ({ $size })
size-bytes = { $count } bytes
size-kilobytes = { $count } KB
size-megabytes = { $count } MB
record-sound = Record sound
record-film = Record video
record-again = Record again
record-opening = Opening…
record-choose = Choose a file
record-stop = Stop and save
record-pause = Pause
record-resume = Go on
record-running = Recording
record-paused = Paused
record-room = { $bytes } of { $most } MB
record-most = About { $minutes } minutes at most ({ $most } MB). It stops and saves by itself when it is nearly full.
record-full = It reached its limit of { $most } MB, stopped and was saved.
record-kept = The saved recording
record-kept-size = Saved, { $size }
record-screen = What the camera sees
live-denied-sound = The microphone is not allowed. Allow it in the browser’s settings beside the address and try again, or choose a file. The rest of the form can be filled meanwhile.
live-denied-film = The camera is not allowed. Allow it in the browser’s settings beside the address and try again, or choose a file. The rest of the form can be filled meanwhile.
live-denied-codes = The camera is not allowed. Read the code from a picture; to use the camera, allow it in the browser’s settings beside the address and try again.
live-missing-sound = No microphone was found. Choose a file instead, or record on another device.
live-missing-film = No camera was found. Choose a file instead, or record on another device.
live-missing-codes = No camera was found. Read the code from a picture.
live-busy = Another program is using it. Close that program and try again.
live-no-answer = Nothing came in 15 seconds. If the browser asks for permission, allow it and try again.
live-unavailable = This browser cannot use it here. Choose a file instead. The rest of the form can be filled meanwhile.
live-unavailable-codes = This browser cannot use the camera here. Read the code from a picture.
background-name = Recording while filling
background-ask = This form records sound while it is filled. The recording leaves with the record, and everybody who speaks is heard on it. Tell the people here first, and record only if all agree. Without it the form can be filled and finished just the same.
background-ask-again = This record has a recording ({ $size }). Nothing is being recorded now. Before you go on, tell the people here and ask them again; what is new comes behind it.
background-yes = All agree: record
background-no = Do not record
background-start = Record after all
background-go-on = Go on recording
background-running = Recording
background-kept = saved up to { $time }
background-not-kept = What was recorded after { $time } is not saved yet; the device may be full. Do not close this page: it is tried again.
background-stop = Stop recording
background-off = Nothing is being recorded.
background-off-kept = Nothing is being recorded; there is a recording of { $size }.
background-delete = Delete the recording
background-delete-ask = Delete what was recorded for this record? It cannot be brought back. The other answers stay.
background-delete-no = Keep it
background-full = The recording reached its limit of { $most } MB and stopped; all of it is saved.
background-lost = The recording has stopped; what was recorded is saved.
background-denied = The microphone is not allowed, so nothing is recorded. The form can be filled and finished all the same. To record, allow the microphone in the browser’s settings beside the address and try again.
background-missing = No microphone was found, so nothing is recorded. The form can be filled and finished all the same.
background-busy = Another program is using the microphone, so nothing is recorded. Close that program and try again; the form can be filled and finished all the same.
background-no-answer = The microphone did not open in 15 seconds, so nothing is recorded. If the browser asks, allow it and try again; the form can be filled and finished all the same.
background-unavailable = This browser cannot record here. The form can be filled and finished all the same.
background-cannot-go-on = What this browser records cannot be joined to what there is. That recording stays; to record anew, delete it first.
background-unreadable = The recording that there is cannot be read, so it was not gone on with. The form can be filled and finished all the same.
draw-open = Draw
draw-again = Draw again
draw-sign = Sign
draw-sign-again = Sign again
draw-annotate = Draw on the photo
draw-choose = Choose a picture instead
draw-pens = Pens
draw-sheet = Draw here with a finger, a pen or a mouse
draw-thin = Thin
draw-middle = Medium
draw-thick = Thick
draw-black = Black
draw-red = Red
draw-blue = Blue
draw-green = Green
draw-done = Done
draw-undo = Undo
draw-clear = Clear
draw-failed = This browser cannot draw. Please choose a picture instead.
scan-screen = What the camera sees
scan-opening = Opening the camera…
scan-looking = Hold the code in the middle; it is taken as soon as it is read.
scan-late = Nothing was read yet. Come closer and avoid reflections; or choose a picture.
scan-closed = Nothing was read in a minute, so the camera was closed. Try again, or choose a picture.
scan-lamp = Lamp
scan-picture = Read from a picture
scan-reading = Reading…
scan-no-code = No code was read in the picture. Take it closer and straighter.
question-acknowledge = Read and noted
scan-open = Scan a code
scan-close = Close
select-choose = Choose
select-search = Type a name, pinyin initials or a code
select-no-match = Nothing found. Try another word.
select-more = { $count } more: type on, or tap here to see further
select-nothing = — Nothing yet
select-done = Done

## Today

record-draft = Draft
record-waiting = To be sent
record-exported = Exported
record-received = Received
record-returned = Returned

## Keeping

keep-install = Install on this device
keep-may-be-cleared = The browser may clear the data kept here
keep-may-be-cleared-advice = It may do so when room runs short, and a private window forgets everything when it closes. Install the app, and export often.
keep-late = { $count ->
    [one] 1 record has
    *[other] { $count } records have
  } been waiting for more than a day
keep-refused = The browser did not agree. Ask again once the app is installed or bookmarked; until then export every day.
month-typed = such as 2023-10
backup-title = Backup
backup-hint = A backup file holds every draft and every record that was not sent, and can be restored on any device. It is not encrypted: whoever has it can read it, so keep it safe.
backup-save = Save backup file
backup-working = Working…
backup-saved = Backed up: { $drafts } drafts, { $records } records
backup-saved-advice = Copy the file to another device. A backup is not sending; the records still have to be exported.
backup-nothing = Nothing to back up: there are no drafts, and every record was exported.
backup-not-made = The backup file could not be made
backup-not-made-advice = All data is there and unchanged. Try again; if that does not help, load this page again.
backup-open = Restore a backup
backup-open-hint = Choose a backup file. Nothing that is here is overwritten, and restoring twice adds nothing.
backup-put-back = Restored: { $drafts } drafts, { $records } records
backup-known = { $known } more were here already and are unchanged.
backup-copies = { $count } drafts were filled in two places: both are kept. Please compare them.
backup-finished = { $count } drafts were submitted here since and are not restored.
backup-set-aside = { $count } pieces cannot be read and were put aside. Please tell your administrator.
backup-forms-wanted = { $count } forms are not on this device; their drafts open once the forms are imported.
backup-not-ours = This is not a backup file
backup-newer = The backup was written by a newer version: update the app first
backup-too-large = The file is too large
backup-truncated = The file is cut short
backup-changed = The file was changed or is damaged
backup-unreadable = The file cannot be read
backup-full = There is no room to restore it
backup-not-written = It could not be restored
backup-safe = Nothing was changed. Try another file, or free some space and try again.
backup-clear-title = The backup file is not encrypted
backup-clear-meaning = Whoever gets the file can read every draft, every record that was not sent, and all their photos. Keep it on a device or card of your own; do not post it in a group or leave it on a shared computer.
backup-not-now = Not now
backup-confirm = I understand, back up

## Sending

send-export = Export for sending ({ $count })
send-making = Making the file…
send-not-now = Not now
send-confirm = I understand, export
send-clear-title = The file is not encrypted
send-clear-count = { $count } waiting { $count ->
    [one] record
    *[other] records
  } will be written to a file.
send-clear-meaning = Whoever gets the file can read what is in it. Give it to your coordinator only; do not post it in a group or leave it on a shared computer.
send-files = It is much, so there will be { $files } files. Hand over all of them.
send-not-received = Exported is not received. The records stay on this device, and the file can be had again.
send-unmarked = The data was written by a newer version, so it can only be looked at and exported here. The file is good, but its records go on showing as waiting.
send-safe = All records are there and nothing was deleted. Please try again.
send-failed-nothing = Nothing can be exported
send-failed-not-the-same = This file cannot be made again as it was
send-failed-not-the-same-advice = The file of that time is still good, and its records are on this device. Tell your administrator which batch it is.
send-failed-read = The data on this device could not be read
send-failed-write = The export did not succeed
send-failed-write-advice = All records are there and still wait. Make room on this device and try again.
send-failed-make = The file could not be made
send-failed-make-advice = All records are there and still wait. Load this page again and retry; if that does not help, tell your administrator.
send-damaged = { $count ->
    [one] One record cannot
    *[other] { $count } records cannot
  } be read
send-damaged-advice = Nothing was deleted, and the others can be exported. Tell your administrator, and keep the data on this device.
send-waiting = { $count } waiting
send-exported = Exported
send-go-fill = Fill a form
send-record-line = { $form } · { $at } · { $officer }
send-too-large = This record is too large for any file. Tell your administrator; the others are not held up.
send-too-large-badge = Too large
send-state-made = Not handed over
send-state-handed = Handed over
send-state-received = Received
send-export-line = Batch { $seq }, { $count ->
    [one] 1 record
    *[other] { $count } records
  }, { $at }
send-again = Get the file again
send-done = Handed over
send-made = { $files ->
    [one] The file is ready: hand it over
    *[other] { $files } files are ready: hand over each
  }
send-parcel-line = Batch { $seq }, { $count ->
    [one] 1 record
    *[other] { $count } records
  }, { $kilobytes } KB
send-photos-left = The records lie on the server; { $count } attached files are still to be sent.
send-left-out = { $count ->
    [one] One photo
    *[other] { $count } photos
  } could not be read here and did not go into the file; the records did.
send-handed = Handed to the browser to save or share. Make sure that the file really arrives.
send-not-handed = It was not handed over. Tap once more, or take the other way.
send-save = Save on this device
send-share = Share
send-not-shared = A file that is not encrypted is not for WeChat or other messengers: save it, and hand it to your coordinator.

## Importing

import-all = Import all ({ $count })
import-choose = Choose batch files
import-choose-hint = Choose several at once, or drop files or folders here. They are checked first and imported when you say so.
import-folder = Choose a folder
import-folder-nothing = The folder has no files that can be imported.
import-folder-others = { $count } other files are of kinds that cannot be imported and were left alone.
import-folder-unread = { $count } files or folders cannot be read: copy them to this computer and try again.
import-join = { ", " }
import-files = Chosen files ({ $count })
import-done = { $files ->
    [one] 1 file
    *[other] { $files } files
  } imported
import-counted = { $added } new ({ $changed } of them updates), { $known } known, { $conflicts ->
    [0] no conflicts
    [one] 1 conflict to decide
    *[other] { $conflicts } conflicts to decide
  }.
import-preview = Would bring { $added } new ({ $changed } of them updates), { $known } known, { $conflicts ->
    [0] no conflicts
    [one] 1 conflict to decide
    *[other] { $conflicts } conflicts to decide
  }.
import-go-ledger = Go to the ledger
import-go-conflicts = See what to decide
import-missing-title = Some files have not come
import-missing = { $device }: batch { $numbers } is missing
import-missing-advice = Ask for them: on the sender’s Send page each batch can be had again. What came can be imported meanwhile.
import-aside = Files set aside ({ $count })
import-aside-hint = The files are kept as they came. Nothing of them is in the ledger.
import-aside-line = { $why } · { $at }
import-recall = Look at it again
import-throw = Throw away
import-throw-meaning = Thrown away, this file cannot be had again from here, and nothing of it is in the ledger. What lies on a server or on the tablet that sent it stays. Throw it away?
import-throw-yes = Throw this file away
import-throw-no = Keep it
import-not-thrown = It was not thrown away and is still here; the ledger is as it was. Try again; if that does not help, close other tabs or open this page anew.
import-no-forms = no form named
import-held = Batch { $seq } · { $count ->
    [one] 1 record
    *[other] { $count } records
  } · { $photos ->
    [one] 1 attachment
    *[other] { $photos } attachments
  } · { $forms } · { $at }
import-sender = Officer { $officer } · device { $fingerprint }
import-sender-named = Officer { $officer } · { $device } ({ $fingerprint })
import-to-come = { $count } attached files (photos, recordings) come later. Import the records now; each file goes to its record once it comes.
import-uncounted = How many attached files are still to come could not be counted, so there may be some. { $why }
import-awaited = { $count } attached files of imported records have not come. Fetch from the server again once the tablets sent them, or import the file that a tablet hands over.
record-to-come = { $count } attached files of this record have not come to this device. The record itself is whole.
import-already = Imported on { $at } already; nothing is added twice.
import-set-aside-said = Set aside: the file is kept here and was not imported. You can look at it again below at any time.
import-card = This introduces a device and is no batch. Open it on this page:
import-pack = This is a pack of forms, not a batch. Open it on this page:
import-kept = Nothing was imported. The file is kept below, as it came.
import-not-read = Nothing was imported; the file is where it was.
import-not-kept = Nothing was imported, and the file could not be kept here either. Keep the original.
import-unknown-meaning = This device’s files come for the first time. Compare these groups with the fingerprint on its Settings page, and trust it only if they agree.
import-revoked-meaning = This device was revoked. Do not trust it unless you are sure that it was found again.
import-device-name = Name the device
import-device-name-example = e.g. tablet 1, sample street
import-trust = They agree, trust this device
import-set-aside = Not now
import-state-reading = Being checked
import-state-ready = Can be imported
import-state-already = Imported before
import-state-unknown = Unknown device
import-state-revoked = Revoked device
import-state-aside = Set aside
import-state-refused = Refused
import-state-foreign = Not a batch
import-state-importing = Being imported
import-state-imported = Imported
import-state-failed = Not done
import-failed-unreadable = The file cannot be read; it may have been moved. Choose it again.
import-failed-stopped = Stopped. Nothing was imported and the ledger is as it was. You can try again.
import-failed-unclear = It was cut off, and whether it was written could not be read. Load this page again and look at “Imports so far” before you try again.
import-list-all = List the other { $count } files, which need nobody
import-together = { $files } files together:
import-progress = Checking: { $done } of { $of } files done
import-writing = Writing to the ledger: all of it or nothing.
import-stop = Stop
import-stopping = Stopping, and looking whether it was written already.
import-too-late = All of it was written already when you tapped Stop, so it is in the ledger. It can be taken back under “Imports so far”.
import-state-twice = The same file
import-twice = The same batch as “{ $name }”; it is imported once.
import-log = Imports so far
import-log-line = { $at } · { $files ->
    [one] 1 file
    *[other] { $files } files
  }
import-log-files = Show the files
import-log-files-more = { $count } more files
import-log-file = { $name } · { $device }, batch { $seq } · made { $at }
import-log-officers = Filled by { $officers }
import-log-forms = Forms: { $forms }
import-form-version = { $title } (version { $version })
import-clock = Odd time
import-clock-later = The latest time in this file is { $at }, later than now on this device ({ $now }): the date of that device or of this one is wrong. It can be imported all the same, nothing is lost and merging does not go by time. The records keep that time; have the officer set the device’s date.
import-clock-back = This batch was made { $at }, earlier than the one before it from the same device ({ $before }): its clock went back. It can be imported all the same, nothing is lost and merging does not go by time. Have the officer check the device’s date.
clock-back = This device’s date may be wrong: it went back
clock-ahead = This device’s date may be wrong: it leapt far ahead
clock-meaning = It is { $now } here, but something was last saved or imported on this device at { $newest }.
clock-advice = Check date and time in the system’s settings, then reload this page. Filling, importing and merging are not affected, for their order does not go by time; but what is filled while the date is wrong bears the wrong date.
clock-is-right = The date is right
import-log-more = Show { $count } more
import-take-back = Take back
import-take-back-title = Take back { $files ->
    [one] 1 file
    *[other] { $files } files
  } of this import?
import-take-back-meaning = Records that only these files brought leave the ledger, which is then as if they had never come. Records that another file brought too, those made on this device, and erasures stay. The files themselves can be imported again.
import-take-back-yes = Take back
import-take-back-no = Keep
import-taken-back = Taken back: { $count ->
    [one] 1 record has
    *[other] { $count } records have
  } left the ledger.
import-failed-worker = The check did not finish and nothing was imported. Try again; if that does not help, load this page again.
import-failed-database = The database did not write; the ledger is as it was. Try again.
import-failed-full = There is no room on this device. Nothing was imported and the ledger is as it was. Make room and try again.
import-failed-read-only = The data was written by a newer version; nothing can be imported here. Update first.
refused-too-large = The file is too large: { $megabytes } MB of at most { $most } MB.
refused-empty = The file is empty.
refused-truncated-of = The file is cut off at byte { $have } of { $want }.
refused-truncated = The file is cut off at byte { $have }.
refused-damaged = The file does not match its checksum: it was changed or damaged.
refused-repacked = The zip was changed, or packed again by another program.
refused-signature = It was not signed by the device it names.
refused-newer = A newer version made this file; this one cannot read it.
refused-too-many = It holds { $have }, more than the limit of { $most }.
refused-contents = What is in the file is not what a batch must be.
refused-record-too-large = Record { $place } is over the limit, so nothing of the file was imported.
refused-record-unreadable = Record { $place } is not valid (it may name something twice), so nothing of the file was imported.
refused-record-newer = Record { $place } was written by a newer version, so nothing of the file was imported.
refused-record-unusable = Record { $place } has a name or id that cannot be used, so nothing of the file was imported.
refused-other-contents = It has the number of a file that was imported before, and other contents.
refused-advice-again = Ask the sender for the file once more.
refused-advice-original = Ask for the original file, not unpacked and packed again.
refused-advice-update = Update this app, then import it.
refused-advice-source = Ask where this file came from.
refused-advice-export = Ask the sender to update the app and export again, or tell your administrator.
foreign-workbook = This is a workbook. A ledger can be imported once its columns are matched; a form is opened on the Forms page.
foreign-picture = This is a picture. Photos are added while filling a form.
foreign-archive = This archive is not a batch. Choose the batch file itself.
foreign-sealed = This file is encrypted with a passphrase, as the backup of a ledger is. Open it under Backup and handover.
foreign-unknown = This is none of this app’s files. Nothing was imported.

## Ledger

ledger-last-visit = Last visit
ledger-open-needs = Open needs
ledger-search = Name, pinyin initials or the last four of the code
ledger-count = { $count } in all
ledger-go-import = Go to Import
list-enterprises = Enterprises
column-name = Name
column-version = Version
column-conflicts = To decide
column-updated-at = Updated
column-updated-by = Updated by
ledger-found = { $count } found of { $of }
ledger-filters = Filters
ledger-columns = Columns
ledger-usual-columns = Usual columns
ledger-column-order = Columns shown, in their order
ledger-column-up = Move { $name } forward
ledger-column-down = Move { $name } back
ledger-views = Views
ledger-any = Any
ledger-blank = (blank)
ledger-is = : 
ledger-within = within { $days } days
ledger-not-within = not within { $days } days
ledger-in-conflict = Only where two people differ
ledger-remove-filter = Remove the filter { $filter }
ledger-clear = Clear all
ledger-view-name = Name of the view
ledger-save-view = Save this view
ledger-delete-view = Delete the view { $name }
enterprise-again = Again with the answers of { $at } ({ $form })
enterprise-correct = Correct ({ $form })
enterprise-was = { $value } ({ $source }, { $form } version { $version })
enterprise-was-decided = { $value } ({ $source })
paper-print = Print the ledger
paper-title = Ledger: { $list }
paper-printed-on = Printed on { $date }
paper-mark = For: { $purpose } · printed by { $by } · { $at } · { $serial }
paper-no-purpose = Nobody has said yet what this is for, so nothing is printed. Say it on the page, then print the ledger.
paper-filled-by = Filled by:
paper-checked-by = Checked by:
paper-date = Date:
paper-corrected = corrected
paper-wan = 10,000 yuan
paper-changes-join = {"; "}
paper-hundred-millions = { $figure } { $unit } ({ $yi } hundred million yuan)
pack-export = Export a pack for tablets
pack-made = { $name } is made. Hand it to a tablet and open it on its Forms page.
pack-not-made = The pack could not be made. Nothing was changed; please try again.
pack-not-whole = The workbook of “{ $form }” is not here yet or cannot be read, so no pack was made. Go online and try again; if that does not help, open the form again on the Forms page.
responsible-title = Who is responsible, and handing over
responsible-hint = Which officer is responsible for which enterprises. When somebody moves on, hand all or some of them over to another: with a reason and a date, kept in their history, sent to tablets with the lists, and they can be handed back.
responsible-open = Hand enterprises over
responsible-from = Responsible so far (staff code)
responsible-choose = Please choose
responsible-to = Who takes over (staff code)
responsible-since = Responsible since
responsible-hand = Hand over { $count }
responsible-handed = { $count } handed over from “{ $from }” to “{ $to }”. The tablets’ lists know it with the next pack.
responsible-back = Hand back
responsible-undone = Handed over by mistake
responsible-none = No enterprises.
responsible-none-of = None of them
responsible-all-of = All of them
responsible-firms = Enterprises to be handed over
responsible-more = The first { $count } are shown; the others come once these are handed over.
responsible-nobody = nobody yet
responsible-of = Responsible
responsible-is = { $officer }, since { $day }
responsible-updated-by = last updated by { $officer }
responsible-since-day = since { $day }
responsible-reasons = Rotation|Left or retired|On leave|Areas changed
export-title = Export tables
export-about = The file is not encrypted and may hold contacts and telephone numbers: hand it only to who may see them. Nothing here changes.
export-open = Export to Excel
export-contents = What to export
export-whole = The whole ledger: all lists and records
export-list = List: { $name } ({ $count })
export-form = Records: { $name }
export-field-list = List { $name }, for forms (CSV)
export-field-choices = Choices of { $name }, for forms (CSV)
purpose-label = Purpose (required)
purpose-hint = The file may have personal data. Purpose, who exports, time and a serial mark go into the file or its name, and into the access log; please write no name of a person.
purpose-common = Report to the higher office|Monthly check|Yearly archive|Ledger on paper
purpose-paper = Ledger on paper
export-viewer = For a leader to look at: no personal data, no figures of a single enterprise (.html)
export-viewer-name = ledger-overview
export-viewer-hint = One page that opens in a browser and can be printed, and cannot be taken in. Enterprises stand in it with their names and choices, with the figures and charts of today's board, figures only as sums; fewer than 5 people, and what fewer than 3 enterprises have a part in, or one has more than 85 % of, is not told.
export-grouping = Figures added up by
export-format = File format
# With | between them: the four formats
export-formats = Excel workbook (.xlsx)|CSV text (.csv)|JSON, a line each (.jsonl)|GeoJSON, for maps (.geojson)
export-choices = Choices as
# With | between them
export-choices-as = Labels and codes, a column each|Labels only|Codes only
export-split = A column for each choice of questions that take several: 1 if chosen, 0 if not
export-bare = For another program: no apostrophe before what looks like a formula
export-make = Make the file
export-working = Making the file…
export-made = { $name } is made: { $count } { $count ->
    [one] row
    *[other] rows
  }.
export-unreadable = { $count ->
    [one] 1 row
    *[other] { $count } rows
  } could not be read and are not in the file. They are kept on this device.
export-failed = The file could not be made. Nothing was changed; please try again.
export-stopped = Stopped. No file was made and nothing was changed.
list-not-read = This was not read to its end. Nothing was changed.
list-read-again = Read it again
# With | between them: the lists of enterprises, visits and needs
export-lists = Enterprises|Visits|Needs
# With | between them: what columns and sheets of a workbook are called (ledger::report::Caption)
export-captions = Record ID|Name|Finished at|Officer|Device|Form version|Revision|Edits|Parallel revisions|Row key|Parent key|Position|Other content|code|latitude|longitude|altitude|accuracy|ID|Version|Created at|Updated at|Updated by|Undecided|yes|Remarks|Remark|Question|To be answered|Hint|Reason|Fields|Sheet|Column|Field name|Type|Guidance|Choices|List|Long texts|Cell|Text|About this export|Purpose|Serial mark|Class|General|Internal|Personal data|Responsible|Responsible since|The ledger of enterprises|Internal, to be looked at only|Made at|Made by|Lists|By kind|Figures added up|List|No.|Count|Total|not said|other|＊ not told: fewer than 3 enterprises have a part in it, one has more than 85 %, or it could be worked out from the total.|＊ not told: fewer than 5 people, or it could be worked out from the total.|This file was made from the ledger. It can be read and not taken in. It has no contacts, telephone numbers or typed texts, and no figures of a single enterprise.|Figures of the board|As of (that day included)|“<5”: fewer than 5 people. “*”: not told, for it would tell such a number, or what a single enterprise has (fewer than 3 enterprises have a part in it, or one has more than 85 %). “—”: there is nothing to work it out from.|Figure|Value|Unit|Remarks|To be decided:|Faulty credit codes:|Workdays are an estimate without the holidays of|An expression could not be worked out|Charts of the board
enterprise-back = Back to the ledger
enterprise-conflicts = { $count ->
    [one] 1 property was
    *[other] { $count } properties were
  } given different values
enterprise-conflicts-advice = One value is shown first and the other beside it. Neither is lost.
enterprise-other = Other value: { $value } ({ $source })
enterprise-properties = What is known
enterprise-property = Property
enterprise-value = Value
enterprise-source = Source
enterprise-said = { $officer }, { $at }
enterprise-visits = Visits
enterprise-no-visits = No visits yet.
enterprise-needs = Needs
enterprise-no-needs = No needs yet.
enterprise-need-line = Raised on { $raised }; { $steps }
enterprise-changes = History
enterprise-change = { $at }, { $officer }, { $count ->
    [one] 1 property
    *[other] { $count } properties
  }
enterprise-records = Records
record-said = Remarks, put off, and confirmed warnings

## Forms

today-more-forms = Other forms (canvass, organisations, talent, projects, training)
forms-daily = For every day
forms-changes = { $count ->
    [one] One thing differs
   *[other] { $count } things differ
} from the version before. Records filled before are shown as they were asked, and unfinished drafts go on with it.
forms-changes-more = { $count } more are not listed.
forms-same = Questions and choices are those of the version before.
forms-same-version = It differs, and its version is still { $version }. Change the version in the settings sheet, so that everybody sees which one they use.
forms-change-what = Change
forms-change-where = Where
forms-change-before = Before
forms-change-after = Now
forms-change-title = Title
forms-change-added = Question added
forms-change-removed = Question removed (answers stay)
forms-change-called = Question’s words
forms-change-explained = Hint or message
forms-change-asked = Kind of question
forms-change-ruled = Rule
forms-change-saved = Property of the list
forms-change-choice-added = Choice added
forms-change-choice-removed = Choice removed (shown where it was chosen)
forms-change-choice-called = Choice’s words
forms-open = Open a form
forms-open-hint = An XLSForm workbook (.xlsx or .csv) or an XForm (.xml), with the files that it names (.csv, .xml, .geojson, pictures, sound, film)
forms-opened = Added: { $title }
forms-no-workbook = Choose one form (.xlsx, .csv or .xml), and only one.
forms-unreadable = { $file } cannot be read. Nothing was changed.
forms-lost = { $file } cannot be read. Nothing was changed. It may have been moved or renamed; please choose it again.
forms-worker = Reading failed or took too long. Nothing was changed. The file may be damaged or too large.
forms-not-kept = It was not kept, and nothing was changed. Free some space on the device and try again.
forms-problems = The form has { $count } problems and cannot be filled yet
forms-warnings = The form can be filled; there are { $count } remarks
forms-problem-place = Place
forms-problem-what = Problem
forms-problem-advice = Advice
forms-problems-plain = The full explanations did not come, so these are the short ones. Open the file again with a network to see them.
forms-place-sheet = sheet { $sheet }
forms-place-row = sheet { $sheet }, row { $row }
forms-place-column = sheet { $sheet }, column { $column }
forms-place-cell = sheet { $sheet }, row { $row }, column { $column }
forms-place-line = row { $row }
forms-place-element = line { $row }, { $element }
forms-placed = { $place }: { $what }
forms-reading = Reading…
pack-open = Open a pack
pack-open-hint = Forms and lists that the coordinator hands down
pack-zone-from = The code of zone { $zone }, from device { $fingerprint }
pack-nothing-new = Taken in; there were no new forms and lists.
pack-from = This pack comes from device { $fingerprint }
pack-from-advice = Compare it with the fingerprint on the coordinator’s Settings page. Take the pack in only if they agree.
pack-holds = { $forms } forms, { $entities } entries, made { $at }
pack-take = They agree: take it in
pack-leave = Leave it
pack-taken = { $forms } forms and { $entities } entries taken in.
pack-erases = It also brings { $count ->
    [one] { $count } notice of erasure
   *[other] { $count } notices of erasure
} of what is over or was withdrawn. Taken in, that goes from this device for good.
pack-erased = { $count } { $count ->
    [one] notice
   *[other] notices
} of erasure came: what was here of it is gone. Records that were not exported go on waiting.
pack-refused-foreign = This is not a pack. Nothing was changed.
pack-refused-batch = This is a batch of records. Open it on the Import page.
pack-refused-damaged = The file is damaged or was changed and is not taken in. Get it again.
pack-refused-newer = A newer version made this file. Update the app first.
pack-failed = It was not taken in, and nothing was changed. Please try again.
enterprise-setting = { $property }: { $before } → { $after }
list-separator = {", "}

## Contents and review

fill-next-open = Next unanswered
fill-page-number = Page { $page }
fill-review = Check before submitting
contents-problem = { $count ->
    [one] One mistake
   *[other] { $count } mistakes
 }
contents-missing = { $count } required missing
contents-hint = { $count } to confirm
contents-later = { $count } for later
contents-empty = Not begun
contents-done = Done
contents-search = Find a question
contents-not-found = There is no such question.
review-wrong = { $count } to fill in or mend
review-complete = All that is required is there
review-nothing = Nothing is answered on this page.
review-hint = To be confirmed: { $hint }
review-hint-confirmed = { $hint } Confirmed: { $reason }
review-missing = Required, not answered
review-file = A file is attached
date-said = { $year }-{ $month }-{ $day }
due-by = to be done by { $date }
due-by-estimated = to be done by { $date } (estimate: no table of holidays for { $year })
clock-running = Clock running: { $count } { $count ->
    [one] workday
   *[other] workdays
} used
clock-paused = Clock paused: { $count } { $count ->
    [one] workday
   *[other] workdays
} used
clock-stopped = Took { $count } { $count ->
    [one] workday
   *[other] workdays
}
clock-left = { $count } of those promised left
clock-over = { $count } more than promised
clock-kept = within what was promised
clock-estimated = an estimate: the holidays of { $year } are missing
due-today = Due today: { $count }
due-overdue = Overdue: { $count }
due-this-week = Due this week: { $count }
due-more = { $count } more: see the ledger.
due-is-overdue = Overdue
due-is-today = Due today
due-is-this-week = Due this week
due-worked = Workdays gone by: { $count }
due-visit = Visit
due-visit-on = planned at the last visit for { $date }
raised-title = Filled from here
raised-after = After submitting: { $name }
raised-draft = unfinished
raised-done = Done
record-back = All records
record-answers = What was answered
empty-record = There is no such record.

## Records and the bin

record-edit = Edit
record-copy = Fill another like it
record-edits = { $count ->
    [one] edited once
   *[other] edited { $count } times
 }
bin-title = Bin
bin-advice = Drafts that were deleted stay here for { $days } days.
bin-line = Deleted { $at }
bin-failed = This could not be done, and nothing was changed. Try again, or free some space on the device.
bin-restore = Put back
enterprise-begin = Fill a form about this

## Settings

settings-device = This device
settings-fingerprint = Fingerprint
settings-fingerprint-hint = The coordinator compares these digits when the first file from this device comes in.
settings-storage = Storage
settings-persist-promised = The browser promises to keep the data and not to clear it by itself.
settings-persist-best-effort = The browser may clear the data when room runs short. Install the app, and export often.
settings-persist-unknown = The browser does not say whether it may clear the data. Export often.
settings-persist-ask = Ask to keep the data
settings-used = { $megabytes } MB used

## Filling

fill-full-advice = There is no room left, and what you just typed is not saved yet: do not close this page. { $unsent } records are not exported. Export them and free some space, or save a copy first.
fill-unfinished = { $count ->
    [one] One place was not worked out
   *[other] { $count } places were not worked out
  }
fill-unfinished-advice = An expression of this form takes more than one calculation may, so these are left blank. Your answers are all here and saved as usual; please tell whoever made the form what is named here.
fill-room-advice = Room is running out: photos find none, text is still saved. { $unsent } records are not exported; please export soon.
fill-save-copy = Save a copy

## Marks while filling

remark-hint = For example: ask the accounts office
private-number = This looks like an identity or bank card number. Nobody needs it here: delete or cover it.
cover-number = Cover the number
review-private = { $count } like a personal number
warning-title = Please check
warning-plain = This answer is unusual.
warning-open = To be confirmed: mend the answer if it is wrong; if it is right, choose or write a reason
warning-confirmed = Confirmed: { $reason }
warning-reason-checked = Checked, it is right
warning-reason-enterprise = The enterprise confirms it
warning-reason-special = A special case
warning-other = Another reason (writing it confirms the answer)

## Looks

look-theme = Theme
look-light = Standard
look-outdoor = Outdoors (full sun)
look-dark = Dark
look-size = Text size
look-small = Small
look-standard = Standard
look-large = Large
look-huge = Huge

## A database that cannot be opened

storage-broken-apart = Begin another and go on
storage-wiped = The data kept on this device was cleared
storage-wiped-count = { $unsent ->
    [0] No record was waiting to be exported.
    [one] One record had not been exported.
   *[other] { $unsent } records had not been exported.
  }
storage-wiped-advice = As a rule somebody cleared the browser's data. Files that were exported are not affected; take them in again on the Import page.
storage-wiped-continue = Understood, start anew
storage-wiped-newest = The newest of them was finished on { $at }.
storage-wiped-drafts = { $drafts ->
    [one] One draft was not finished.
   *[other] { $drafts } drafts were not finished.
 }
storage-wiped-exported = The last export was made on { $at }; what was finished before lies in exported files.
storage-rescue = Save rescue file

## Calendar

date-time-said = { $date } { $time }
day-placeholder = year-month-day
day-forms = This is no date that can be read. Write 2023-10-31, 2023.10.31, 2023/10/31 or 20231031.
day-kept = { $day } is still the answer.
day-time = Time
calendar-open = Calendar
calendar-shut = Close
calendar-title = Choose a date
calendar-month = { $year }-{ $month }
calendar-month-before = Previous month
calendar-month-after = Next month
calendar-year-before = Previous year
calendar-year-after = Next year
calendar-today = Today
calendar-off = off
calendar-worked = work
calendar-missing-year = There is no table of holidays for { $year }.
weekday-monday = Monday
weekday-tuesday = Tuesday
weekday-wednesday = Wednesday
weekday-thursday = Thursday
weekday-friday = Friday
weekday-saturday = Saturday
weekday-sunday = Sunday

## Withdrawing consent

withdraw-open = Withdraw consent
withdraw-title = Withdraw consent: this will be erased
withdraw-lead = It goes from this device at once and cannot be found again or put back from a backup. After the next export it goes from every desk that imports that.
withdraw-answers = The answers of this record
withdraw-also = Erased with it
withdraw-records = { $count ->
    [one] one other record about the same
   *[other] { $count } other records about the same
 }
withdraw-entities = { $count ->
    [one] one entry of the lists, with all its history
   *[other] { $count } entries of the lists, with all their history
 }
withdraw-draft = Draft: { $title }
withdraw-files = { $count ->
    [one] one photo or file
   *[other] { $count } photos or files
 }
withdraw-kept = Kept as proof
withdraw-kept-always = The record's number, when consent was withdrawn, by whom it was entered, and the reason
withdraw-reason = Reason (need not be given)
withdraw-confirm = Withdraw and erase
withdraw-cancel = Not now
withdraw-working = Erasing…
withdraw-already = Consent to this record was withdrawn before.
withdraw-nothing = This record is not on this device. Nothing was erased.
withdraw-failed = It was not erased and is where it was. Please try again.
erased-title = A record that consent was withdrawn to
erased-said = Consent was withdrawn at { $at }, entered by { $officer }. The personal data are erased.
erased-reason = Reason: { $reason }
erased-told = Consent was withdrawn. The personal data are erased.
import-erased = { $count ->
    [one] One more was withdrawn and does not come back.
   *[other] { $count } more were withdrawn and do not come back.
 }
backup-erased = { $count ->
    [one] One thing was withdrawn and was not put back.
   *[other] { $count } things were withdrawn and were not put back.
 }

## A shared tablet

officers-title = Officers
officers-share = Several officers, one tablet
officers-open = Manage officers
officers-hint = Several officers can take turns on this tablet; each sees only their own drafts and records. There are no passwords: this keeps work apart, it does not lock it. Whoever holds the tablet can switch.
officers-none = No officer yet.
officers-code = Staff code { $code }
officers-chosen = Fills now
officers-choose = Switch to { $name }
officers-correct = Correct
officers-remove = Remove
officers-remove-sure = Remove?
officers-add = Add an officer
officers-back = Never mind
officers-switch = Switch officer
officers-now = Filling now: { $name } (staff code { $code })
officers-others = There is also other officers’ work, seen after switching: { $what }.
officers-and = { ", " }
officers-drafts = { $count } { $count ->
    [one] draft
    *[other] drafts
  }
officers-records = { $count } { $count ->
    [one] record
    *[other] records
  }
officers-binned = { $count } { $count ->
    [one] draft
    *[other] drafts
  } in the bin
officers-waiting = { $count } { $count ->
    [one] record
    *[other] records
  } not sent
officers-exported = { $count } exported { $count ->
    [one] record
    *[other] records
  } that nobody has confirmed
officers-holds = Cannot be removed: this officer still has { $what }. Nothing was changed.
officers-whose = This belongs to { $name }
officers-whose-advice = It was not opened, and all of it is safe. To go on with it, switch first.
officers-no-name = Please give a name. Nothing was changed.
officers-no-code = Please give a staff code. Nothing was changed.
officers-too-long = Too long: name, staff code and unit may have { $most } characters each. Nothing was changed.
officers-code-taken = This staff code is { $name }’s. Please check it.
officers-same-twice = This officer is here already: the same name and staff code.
officers-remove-chosen = This officer fills now. Switch first, then remove.
officers-changed-elsewhere = The officers were changed on another page. Look again, then try once more.
officers-not-saved = A page could not save, so nothing was changed. See its red notice first, then try again.
send-others = { $count } of them { $count ->
    [one] is
    *[other] are
  } other officers’ and will go along; they are not listed here.

## Decisions, work lists, reviews

decide-group = { $property }: { $count } to decide
decide-label = Name
decide-record = { $form }: { $count } to decide
decide-record-hint = This record was edited in two places. Choose for all of it together; changes of different questions are joined already.
decide-calculated = It comes out of the other answers, and is calculated anew when you write it down.
decide-answer = { $question }: { $answer }
decide-half = What differs in one record is decided together. Nothing was written down: please choose the rest of it too.
decide-not-a-number = This question wants a number. Nothing was written down: please correct what you typed.
decide-not-taken = The form does not take what you typed. Nothing was written down: please correct it, or open the record and edit it.
record-disputed = This record was edited differently in two places, and nobody has decided yet which one stands.
record-decide = Decide
record-settled = Decided by { $officer }, { $at }: { $reason }
decide-all = Choose alike for all of these
decide-all-later = The later one everywhere
decide-all-officer = What { $officer } said ({ $count })
decide-before = Before: { $value }
decide-blank = (blank)
decide-other = Neither: another value
decide-reason = Reason
decide-reason-other = Or another reason
decide-reason-enterprise = Confirmed by the enterprise by phone
decide-reason-licence = As the licence says
decide-reason-later = As at the later visit
decide-reason-mistyped = Mistyped
decide-write = { $count ->
    [one] Write down one choice
   *[other] Write down { $count } choices
  }
decide-working = Writing down…
decide-hint = What is left stays open. A decision stands in the history with its reason, the other values stay there too, and it goes to other coordinators with the next export.
decided = { $count ->
    [one] One decision is written down and waits to be exported.
   *[other] { $count } decisions are written down and wait to be exported.
  }
decide-moved = Something new came in meanwhile and is shown now. Nothing was written down: please look again.
decide-nothing = Nothing is chosen yet.
decide-no-reason = Please choose or write a reason first. Nothing was written down.
decide-failed = It was not written down and everything is as it was. Please try again.
enterprise-decided = Decided by { $officer }, { $at }: { $reason }
enterprise-decided-why = Decided, because: { $reason }
decision-title = Decision
decision-of = Decision: { $title }
decision-reviewed = Review of a record
ledger-conflicts = To decide ({ $count })
decide-anew = Decide anew
enterprise-brought-by = From the file “{ $name }”, imported { $at }
import-brought = Records it brought
import-pointed = The one you asked for
join-compare = Compare
join-close = Close
join-main = Which one is kept
join-differs = differs
join-reason-code = Same credit code
join-reason-twice = Entered twice
join-pick = They are one: first choose which is kept
join-one = They are one: keep “{ $name }”
join-two = They are two, do not ask again
join-hint = The ledger then shows one, with the visits and needs of both. Values that differ are kept for you to decide. It can be changed later: taken apart, each has its own again.
join-arisen = { $count ->
    [one] It is written down that they are one. One value differs and is to be decided.
   *[other] It is written down that they are one. { $count } values differ and are to be decided.
  }
join-others = One and the same?
join-disputed = Two people differ
join-said-one = One, kept is “{ $name }” ({ $officer }, { $at }: { $reason })
join-said-two = Two ({ $officer }, { $at }: { $reason })
join-are-one = They are one
join-are-two = They are two
import-alike = { $count } of these may be in the ledger already.
import-go-alike = Look at what may be double
work-disputed = One or two: people differ ({ $count })
work-title = Work lists
work-duplicates = May be the same ({ $count })
work-duplicates-advice = Please look at each. Nothing is joined by itself.
work-same-code = Same credit code
work-same-name = Same name
work-near-name = Names differ in one sign
work-faulty-codes = Codes that do not check out ({ $count })
work-missing-codes = Without a credit code ({ $count })
work-other-sizes = Size class does not follow from the figures ({ $count })
work-sizes-advice = Staff, revenue and assets were changed on different tablets, and the class was not worked out anew. Update the registration once: the form works it out.
work-size-differs = “{ $said }” in the ledger, “{ $follows }” by its figures
work-stale = No update for { $months } months ({ $count })
work-months = { $count } months
work-months-label = Without an update for
work-updated-on = Last update: { $day }
work-nothing = None.
work-fault-length = Not 18 signs
work-fault-letter = A sign that no code has
work-fault-region = Region is not figures
work-fault-check = Check sign does not fit
work-fault-old-number = Old number of 15 figures
verdict-title = Reviewing records
verdict-advice = A review changes nothing of a record. A return needs a reason; a record that is edited waits again.
verdict-pending = To review
verdict-approved = Approved
verdict-returned = Returned
verdict-disputed = Reviewers differ
verdict-differing = Edited differently: decide first
verdict-nothing = No such records.
verdict-pick = Choose { $title }
verdict-pick-all = Choose these { $count }
verdict-approve-many = Approve { $count } chosen
verdict-more = { $count } more
verdict-one = Review
verdict-return = Return
verdict-approve = Approve
verdict-given = { $count ->
    [one] One verdict is written down and waits to be exported.
   *[other] { $count } verdicts are written down and wait to be exported.
  }
verdict-said = { $verdict }: { $officer }, { $at }. { $reason }
verdict-earlier = Before the last edit: { $said }
verdict-reason-incomplete = Incomplete
verdict-reason-wrong = Figures are wrong
verdict-reason-photo = A photo or file is missing
table-title = Import a table: { $name }
table-back = Back
table-reading = Reading the table
table-check = Check { $count ->
    [one] one row
   *[other] { $count } rows
  }
table-checking = Checking
table-checking-long = Checking row by row. Thousands of rows take a while; keep this page open.
table-import = Import { $count ->
    [one] one row
   *[other] { $count } rows
  }
table-importing = Importing
table-map = Match columns and import
table-found = Rows { $top } to { $bottom } are headings, with { $rows } rows below. { $mapped } columns are matched; { $open } are not, and will not be imported.
table-recalled = A table like this was imported before: its columns are matched as they were then.
table-form = Import as
table-sheet = Sheet
table-columns = Columns of the table ({ $count })
table-column = Column { $letters } “{ $title }”
table-no-heading = no heading
table-nothing = Do not import
table-refused = Personal data that is not collected: left out
table-units-down = Another unit: figures are divided by { $factor }
table-units-up = Another unit: figures are multiplied by { $factor }
table-constants = Questions the table does not answer
table-constants-hint = These answers are given in every new row; a ledger that exists takes them only where it has none.
table-needed = required
table-no-answer = No answer
table-counts = Can be imported: { $new } new, { $updated } updates of ledgers. { $same } say what the ledger says already.
table-wrong = { $count ->
    [one] One row has errors and will not be imported.
   *[other] { $count } rows have errors and will not be imported.
  } Once mended they can be imported alone.
table-doubtful = { $count ->
    [one] One row is doubtful and needs a reason.
   *[other] { $count } rows are doubtful and need a reason.
  }
table-passed-over = Passed over: { $count } (totals, empty rows, examples).
table-reason = Why the doubtful rows are right
table-confirm = Check again with these rows
table-row = Row
table-where = Where
table-why = Why
table-more = { $count } more rows are in the error report.
table-report = Download the error report
table-report-sheet = Errors
table-report-row = Row in the table
table-report-reason = What is wrong
table-report-name = { $name }-errors.xlsx
table-not-made = The file could not be made. Try again.
table-done = Imported into the ledger
table-done-counts = { $new } new, { $updated } updated.
table-done-advice = A remark in each record says from which file and row it came. The next table like this is matched by itself.
table-without-column = “{ $question }” (no column)
table-whole-row = The whole row
table-error = Error
table-hint = Note
table-digits-lost = The spreadsheet program turned the code into a number and lost its last digits. They cannot be restored: enter the code anew from the original, in a cell formatted as text.
table-not-a-number = Not a number
table-not-a-date = Not a date. Write it like 2023-10-31
table-no-such-choice = Not one of the choices
table-several-choices = May be several of the choices: say which
table-formula = The cell has a formula error
table-required = Required, and there is nothing
table-constraint = Not as the form wants it
table-type = Not in the right format
table-not-offered = Does not go with the rest of the row
table-nameless = No name
table-doubt = Unusual: check it
table-same-as-row = The same enterprise as row { $row }; not joined
table-not-asked = With the rest of this row the form does not ask for it; not imported
table-covered = This looks like an identity or bank card number; imported with all but its last 4 signs covered
table-entity = Id (name): finds what is known, and is kept by what is new
table-not-an-id = This cannot be an id: it may have at most 255 bytes, and no line breaks or the like.
table-erased = What has this id was erased on request and does not come back.
table-only-begins = The ledger has this id already, and this form only begins new ones. Choose a form that updates it, or change the id.
table-too-large = The file is too large: { $most } MB at most. Split it.
table-encoding = The text’s encoding cannot be told. Open it in a spreadsheet program and save it as .xlsx.
table-empty = There is nothing in the table.
table-no-form = There is no form here that takes a table.
table-no-officer = Say first on the Settings page who fills.
table-progress = { $done } of { $of } rows checked
table-working = Preparing or writing: all of it or nothing.
table-stop = Cancel
table-stopped = Cancelled. Nothing was written and the ledger is as it was.
table-before = This file was imported before (“{ $name }”, { $at }). Rows that are records already are not imported again.
table-log-line = { $at } · table “{ $name }”
table-log-into = Sheet “{ $sheet }” → { $form } (version { $version }), imported by { $officer }
table-log-counts = Rows that became records: { $made } ({ $changed } of them updates). Known already: { $known }. Refused: { $refused }.
table-take-back-title = Take back the table “{ $name }”?
table-take-back-meaning = All records of this table leave the ledger, which is then as if it had never come. What came otherwise, and erasures, stay. The file itself is not touched and can be imported again.
take-back-working = Looking at what would go…
take-back-going = Taking back: { $done } of { $of } steps done
take-back-stopped = Stopped. Nothing was taken back and the ledger is as it was.
take-back-too-late = It was taken back already when you tapped Stop. The files can be imported again.
take-back-would = Records that go: { $records }. Enterprises and other entries that disappear: { $gone }; that are as they were before: { $restored }.
take-back-attachments = Attachments that nothing else names and that leave this device: { $count }.
take-back-hindered = It cannot be taken back: { $count ->
    [one] something was
   *[other] { $count } things were
  } said later that builds upon these records.
take-back-hindered-advice = Deal with what is listed first, or correct the records one by one.
take-back-edited = The record “{ $title }” was edited later
take-back-opened = The record “{ $title }” is being edited; its draft is not finished
take-back-sent = The record “{ $title }” has left with a batch
take-back-updates = “{ $title }” ({ $list }) was updated later in sight of it
take-back-names = “{ $title }” ({ $list }) names something that only this table made
enterprise-brought-row = From the table “{ $name }”, sheet “{ $sheet }”, row { $row }, imported { $at }
template-title = Import a table
template-hint = A ledger of your own (.xlsx, .csv) can be chosen as it is. If you have none, fill a template.
template-download = Download template: { $form }
template-name = { $form }-template.xlsx
template-guide = How to fill
template-choices = Choices
template-rest = Long texts
template-column = Column
template-needed = Required
template-how = How
template-must = yes
template-may = no
template-whole = A whole number.
template-number = A number; the heading has its unit.
template-date = A date, such as 2023-10-31.
template-several = From the sheet of choices, several with commas between them.
template-choose = Choose from the cell’s drop-down list.
template-text = Text.
foreign-delimited = This is a table as text (.csv).

fill-title = Fill somebody else's table
fill-about = Choose the Excel table that the higher office sent: it is filled with what the ledger has. Its look stays: titles, headings, merged cells, widths and formats. The columns are matched once; the next table like it is filled at once.
fill-choose = Choose the table to fill
fill-hint = An empty Excel workbook (.xlsx). The file is not encrypted: give it only to who may see it.
fill-reading = Reading the table
fill-working = Filling…
fill-found = Rows { $top } to { $bottom } are the headings. { $mapped } columns are matched, { $open } are not and stay blank.
fill-recalled = A table like this was filled before: its columns are matched as they were then.
fill-changed = This table is not as it was: { $count } columns are new. Look at those marked “new”; the others are as before.
fill-nothing = Leave blank
fill-new = New
fill-list = Fill it from
fill-make = Fill and download
fill-done = { $name } is filled and downloaded: { $count } rows, from row { $first } on. Its columns are remembered.
fill-put-in = There were too few free rows: { $count } were put in, and totals and all else below moved down.
fill-disputed = { $count } rows have something to be decided still; what the ledger shows now was written.
fill-name = { $name }-filled.xlsx
fill-correct = Change the columns
fill-another = Another table
fill-no-room = There are { $rows } free rows below the headings, too few for the list, and what stands below cannot be moved. Insert enough empty rows in Excel and choose it again.
fill-not-a-workbook = This is no .xlsx workbook. Save it as .xlsx in Excel or WPS and choose it again.
## The desk kept safe

safe-title = Backup and handover
safe-ledger = Fingerprint of the ledger
safe-ledger-hint = Worked out from the { $count } records here. Two computers have the same one only if they hold the same records.
safe-counting = Working out the fingerprint of the ledger…
safe-last-none = No backup of the whole ledger has been made on this computer yet.
safe-last-made = Last backup: { $at }, { $name }. Its file has not been checked yet.
safe-last-checked = Last backup: { $name }, checked and whole on { $at }.
safe-seal-title = Back up the whole ledger
safe-seal-hint = All records, photos, forms, imports, decisions and trusted devices go into one encrypted file. Without the passphrase nobody can open it, and nor can we.
safe-generate = Make a passphrase
safe-generated-hint = Write it on paper, keep it apart from the file, and type it once from the paper.
safe-passphrase = Passphrase
safe-passphrase-again = Once more
safe-show = Show what is typed
safe-different = The two are not the same.
safe-weak-short = Too short: { $count } characters at least.
safe-weak-monotone = Hardly any two characters differ. Choose another.
safe-weak-row = It runs along the keyboard or the alphabet. Choose another.
safe-weak-digits = Only digits, like a telephone number or a date, and easy to guess. Add letters.
safe-weak-common = It is a word that everybody tries first. Choose another, or make it longer.
safe-seal = Make the backup file
safe-making = Making the backup…
safe-made = Handed to the browser to be saved: { $name }
safe-made-meaning = { $count } records, { $photos } photos and other files, fingerprint { $fingerprint }. One step is left: choose the file that was just saved, so that it is checked.
safe-damaged = { $count } rows are damaged and went into the backup as they are.
safe-check = Check the saved file
safe-check-hint = It is read to its end with the passphrase that was just used. Nothing is changed.
safe-checking = Checking…
safe-checked = The backup is whole
safe-checked-meaning = All { $count } records can be read, fingerprint { $fingerprint }. Keep file and passphrase apart.
safe-restore-title = Restore a backup
safe-restore-hint = The whole file is checked first and then written at once. What is here already is neither lost nor overwritten.
safe-choose = Choose a backup file
safe-choose-hint = Its name usually ends in .tar.age
safe-chosen = Chosen: { $name }
safe-restore = Restore
safe-restoring = Restoring…
safe-equal = Restored: both ledgers are equal
safe-joined = Restored, and joined with the ledger that was here
safe-of = Made on { $at } by “{ $label }”.
safe-brought = { $added } records are new, { $known } were here already; { $photos } photos and other files.
safe-fingerprints = Fingerprints: in the file { $file }, here { $here }.
safe-not-equal = There are { $here } records here and { $file } in the file, so the fingerprints differ. All that is in the file is here.
safe-erased = { $count } were erased because consent was withdrawn, and do not come back.
safe-conflicts = { $count } values differ and wait in “To decide”.
safe-set-aside = { $count } rows cannot be read and were put aside.
safe-nothing-done = Not done. Nothing here has changed
safe-not-sealed = This is not an encrypted backup. Choose the file whose name ends in .age.
safe-not-a-backup = The file opens, but it is not a backup of a ledger. Choose another.
safe-not-for-us = This file is encrypted with a key and not with a passphrase. Ask whoever made it for one with a passphrase.
safe-newer = The backup was made by a newer version. Update this program first.
safe-wrong-passphrase = The passphrase is wrong, or the beginning of the file was changed. Type it once more from the paper, with its hyphens and capitals.
safe-truncated = The file is cut: its end is missing. Copy it once more.
safe-changed = The file was changed or damaged. Copy it once more, or use another backup.
safe-too-much-work = Opening this file would take too much work. It is hardly one of our backups.
safe-unreadable = The file cannot be read: it was moved or changed since it was chosen. Choose it again.
safe-busy = Another window keeps changing the ledger. Close it and try again.
safe-full = There is no room on this computer. Make some and try again.
safe-stopped = It was stopped.
safe-unclear = It was cut off, and whether it was written could not be read. Load this page again: the access log says whether a backup was restored.
safe-too-late = The backup was restored
safe-too-late-meaning = All of it was written already when you tapped Stop. Nothing that was here before was lost or overwritten.
safe-read-only = A newer version wrote the database, so it can only be read. Update the program first.
safe-failed = It did not work. Try once more.
safe-hand-title = Hand the desk over
safe-hand-hint = Step by step, so that the ledger is the same before and after.
safe-hand-seal = Make the backup file above, and have it checked.
safe-hand-give = Give file and passphrase by separate ways: the file on a stick, the passphrase in person or by telephone.
safe-hand-restore = The new coordinator opens this page on the other computer and restores it. Trusted devices go along.
safe-hand-compare = Read the fingerprint to each other. All four groups must be the same:
safe-hand-say = The new coordinator says in the settings who fills:
safe-hand-mark = Mark this desk as handed over, so that nobody goes on at both.
safe-hand-to = To whom
safe-hand = Mark as handed over
safe-hand-ask = Handed over to { $to }?
safe-hand-meaning = Everything stays on this computer. It only reminds everybody not to go on here, and can be taken back at any time.
safe-hand-confirm = Handed over
safe-outdated = { $count } backup files are to be thrown away
safe-outdated-meaning = They were made before personal data were erased, and still have what was. Delete every copy (sticks, shared folders, chats) within { $days } days of the erasure, then say so here. Should one be restored, what was erased is erased again.
safe-outdated-made = Made at { $at }.
safe-outdated-until = To be thrown away by { $day }.
safe-outdated-late = Late: it was to be thrown away by { $day }.
safe-thrown-away = Thrown away
safe-leave-it = Leave it
safe-go-on = Go on anyway
safe-go-on-ask = Work goes on at the computer of who took over. What is imported, decided or edited here makes the two differ until it is sent there. If it was handed over by mistake, take that back first. Go on anyway?
safe-handed = This desk was handed over to { $to } on { $at }
safe-handed-meaning = Look only, and neither import nor change anything here. The fingerprint then: { $fingerprint }.
safe-keep-on = Take back and go on here
safe-due = A backup is due
safe-due-never = The ledger on this computer has never been backed up. If the computer breaks, it is gone.
safe-due-unchecked = A backup was made, but the saved file has not been checked.
safe-due-old = The last backup is { $days } days old, and the ledger has changed since.
safe-go = Back up
access-title = Access log
access-hint = Who opened, exported, printed, backed up, restored, erased or imported what, and when. Ids only, never contents; kept for half a year, and cannot be changed.
access-open = Show the access log
access-whole = The log is whole and unchanged.
access-broken = The access log was tampered with
access-broken-meaning = Line { $number } was changed or is missing. Export it, and tell whoever is in charge.
access-step = Step
access-all = All
access-search = Search staff code, id or date
access-count = { $count } lines
access-more = Show more
access-export = Export as CSV
access-steps = Ledger opened | Record opened | List opened | Exported | Pack made | Printed | Imported | Import taken back | Erased | Backed up | Backup checked | Restored | Handed over | Handover taken back | Log exported | Zone keys set up | Key added | Locked | Lock removed | Passphrase changed | Device revoked | Device trusted | Appointed a desk | Withdrew a desk | Took over as head desk
access-heads = Time | Staff code | Step | Id | Count | Other computer

## The zone and its keys

zone-title = Zone keys
zone-none = No zone keys yet: files that tablets export are not encrypted, and whoever gets one can read it. Set them up once on the office computer; once a tablet has taken in a pack, only the zone can open what it exports.
zone-known = Only “{ $name }” can open exported files
zone-facts = Keys no. { $edition }, from device { $fingerprint }, { $at }.
zone-facts-own = Keys no. { $edition }, made on this computer, { $at }.
zone-opens = This computer has a key and opens the encrypted files of tablets.
zone-opens-not = This computer has no key: it exports encrypted files and cannot open those of others.
zone-next = Next: enrol each tablet below, face to face, or export a pack on the Ledger page and have every tablet take it in. From then on what they export is encrypted. Make a backup too: the keys are in it.
zone-set-up-title = Set up zone keys
zone-set-up-hint = Once, on the coordinator’s office computer. Two keys are made: one stays on this computer, one goes on paper.
zone-make-keys = Make keys
zone-renew-title = Change the keys
zone-renew-hint = When a key may have got out, or its keeper leaves. The old keys stay on this computer and go on opening earlier files; tablets use the new ones once they have taken in a new pack.
zone-renew = Change the keys
zone-name = Name of the zone
zone-name-wrong = Give the zone a name of at most 60 characters.
zone-paper = Write this recovery key down, or print it, and lock it away. If this computer breaks or its browser data is cleared, nothing else opens what tablets sent. Take no photo of it and do not keep it on this computer; it is not shown again once you leave.
zone-paper-title = Recovery key: { $name }
zone-paper-advice = Keep it locked away. Typed on the page called Zone keys it opens the zone’s files on any computer.
zone-print = Print
zone-written = I have written it down
zone-leave = Cancel
zone-try = Type it once more from the paper, to be sure that it is right.
zone-see-again = Show it again
zone-different = This is not the key that was shown. Compare them sign by sign.
zone-finish = Start using it
zone-key = Key (begins with AGE-SECRET-KEY-1)
zone-bring-title = Use a key that exists on this computer
zone-bring-hint = On a new computer without a backup: type the recovery key from the paper, and this computer opens encrypted files.
zone-bring = Add key
zone-brought = Added. Encrypted files can now be opened on the Import page.
zone-not-a-key = This is no key, or one sign of it is wrong. Compare them sign by sign.
zone-here-already = This computer has that key already.
zone-damaged = What is kept here of the zone cannot be read. Nothing was changed. Ask for help.
zone-failed = Not saved; nothing was changed. Try again.
desks-title = Desks
desks-hint = Tablets take receipts and packs of these desks, and of nobody else. Only the head desk appoints and withdraws others, and only it changes the keys.
desks-head = Head desk
desks-appointed = Desk
desks-own = This device
desks-own-appointed = This device was appointed: it gives tablets receipts and packs, and appoints nobody else.
desks-own-withdrawn = This device is no desk any more; tablets do not take its receipts and packs.
desks-own-none = This device opens the tablets’ files but is no desk; tablets do not take its receipts and packs. Have it appointed on this page of the head desk. If that computer died, take over with the key on paper.
desks-nobody = To appoint another one, first scan its card above (or open its card file) and trust it.
desks-choose = Appoint another trusted device
desks-appoint = Appoint as a desk
desks-appoint-meaning = It will be able to return records and to change the lists and forms on tablets. It cannot appoint others or change the keys. Make sure that this is a colleague’s office computer and no tablet.
desks-withdraw = Withdraw
desks-withdraw-meaning = Once a tablet has the next receipt or pack it takes nothing of that desk any more, and what it said before no longer counts. Tablets that have not heard yet go on believing it: give them receipts soon. If it has the zone’s keys it goes on opening tablets’ files until you change the keys.
desks-said = Noted. Tablets know once they get a receipt: give them one on the Import page.
desks-not-head = That is not how the head desk stands now; nothing was changed. Please reload this page.
desks-too-many = There are as many desks as there may be. Withdraw one first.
take-over-title = Take over as head desk
take-over-hint = For when the head desk died or was lost or stolen. First restore its backup here (or, without one, take in a pack of the zone), then type the recovery key from the paper. Tablets that get a receipt or a pack from here take this device’s word from then on and no longer the old one’s; the desks that it appointed stay. The key is used this once and not kept.
take-over-now = Take over
take-over-old = The recovery key of this zone is from an older version and cannot be used to take over. Change the keys below and have each tablet take in a new pack by hand: it will warn that the pack is from another device; compare the fingerprint first.
take-over-other-paper = This is not the zone’s present recovery key. If the keys were changed, use the latest paper; if the backup is older than that, first take in a newer pack.
zone-old-paper = The recovery key on paper is from an older version: if this computer dies, it cannot put another in its place. Change the keys once, and the new paper can.
zone-renew-elsewhere = This is not the head desk: after keys are changed here, each tablet has to take in a new pack by hand. If you can take over with the paper, do so first.
pack-zone = Once taken in, what this device exports is encrypted, and only “{ $zone }” can open it.
pack-zone-other = Careful: this pack is from another device. Only “{ $before }” can open what this device exports now; taken in, the pack’s keys of “{ $zone }” take their place. Ask your coordinator first.
pack-zone-desks = Then this device knows the latest desks of “{ $zone }”: { $count } in all.
send-sealed-title = Export encrypted
send-sealed-meaning = The file is encrypted. Only the keys of “{ $zone }” open it; nobody else can read it.
send-sealed-confirm = Export encrypted
send-sealed = Encrypted
send-clear = Not encrypted
send-in-clear = Export without encryption…
send-failed-zone = Not exported: it is unclear whom to encrypt it for
send-failed-zone-advice = Your records are here and still waiting. Take in the coordinator’s pack again, then try once more.
refused-not-for-us = This file is encrypted, and no key on this computer opens it.
refused-aimed = This file was made for somebody else, who encrypted it again for you.
refused-advice-no-key = There is no key on this computer yet. Add one under Ledger, Zone keys, then open the file again.
refused-advice-other-key = Ask which zone it was made for; if you have another key, add it under Zone keys.

## The lock

lock-title = Lock
lock-off = Once locked, everything on this device (drafts, records, photos, keys) is encrypted with a passphrase. Whoever finds the tablet reads nothing without it.
lock-forgetting = If you forget the passphrase nobody can open it, and neither can we. Exported files are not affected; what was not exported is lost. Export before you lock.
lock-passphrase = Passphrase
lock-repeat = Passphrase once more
lock-different = The two are not the same.
lock-worth-none = Too short or too easy to guess: at least 6 characters, not all the same and not in a row.
lock-worth-hours = A short number keeps curious people out. Somebody with the tablet and some skill finds it in minutes to hours.
lock-worth-weeks = Fair: somebody with skill needs days to weeks. A few more words make it better.
lock-worth-years = Good: nobody finds it by trying.
lock-disk = What was kept before is cleared off the disk about a minute after you unlock for the first time. Leave the page open until then.
lock-turn-on = Lock
lock-working-title = One moment
lock-working = Working through everything. Do not close the page; it opens anew when this is done.
lock-on = Locked: the passphrase is asked for when the page is opened, and after { $minutes } { $minutes ->
    [one] minute
   *[other] minutes
  } without a touch.
lock-minutes = Lock by itself after
lock-minutes-value = { $minutes } min
lock-now = Lock now
lock-change-title = Change the passphrase, or remove the lock
lock-old = Present passphrase
lock-new = New passphrase
lock-change = Change passphrase
lock-changed = The passphrase was changed. Unlock with the new one from now on.
lock-turn-off = Remove the lock
lock-turn-off-hint = Removing the lock asks for the present passphrase alone. Afterwards whoever has this device can read what is on it.
lock-wrong = The passphrase is not right.
lock-too-often = Too many wrong tries. Try again in { $seconds } s.
lock-damaged = The lock's own record cannot be read. Nothing was changed. Ask your coordinator.
lock-other-tabs = Close the other open pages of the ledger first, then try again. Nothing was changed.
lock-not-saved = Something is not saved yet. Wait for "Saved" and try again.
lock-full = Not enough room: everything has to be kept once more meanwhile. Export, clear photos, try again. Nothing was changed.
lock-failed = It did not work, and nothing was changed. Try again.
unlock-title = Locked
unlock-about = Drafts and records are all here. With the passphrase you go on where you were.
unlock-go = Unlock
unlock-trying = Checking the passphrase…
unlock-forgotten = Passphrase forgotten
unlock-forgotten-safe = Records that were exported and handed to the coordinator are not affected.
unlock-forgotten-lost = What is only on this device and was not exported nobody can open without the passphrase. If you may still remember it, do not erase anything.
unlock-give-up-hint = To erase and begin anew, type "erase"
unlock-give-up-word = erase
unlock-give-up = Erase this device and begin anew

## Devices

enrol-title = Enrol a tablet face to face
enrol-hint = Put the tablet beside the computer: one shows a code and the other scans it. Then read the device’s fingerprint to each other, and confirm if it is the same. Each scans once: from then on the computer knows this tablet, and the tablet seals its files for this zone alone.
enrol-show-card = Show this device’s code
enrol-show-zone = Show the zone’s code
enrol-scan = Scan the other’s code
enrol-file = Open a file from the other
enrol-file-hint = Without a camera, the other can save the code as a file and send it.
enrol-card-next = Let the coordinator scan this code on the computer’s page Zone keys, and compare the fingerprint below.
enrol-zone-next = Scan this code on the tablet’s page Zone keys, and compare the fingerprint below.
enrol-save = Save as a file
enrol-found = A tablet was found
enrol-compare = Compare it with the fingerprint on the tablet’s screen, letter by letter. Confirm if it is the same.
enrol-trust = Same fingerprint: enrol
enrol-leave = Do not enrol
enrol-trusted = Enrolled: { $name }. Next: tap Show the zone’s code, and let the tablet scan it.
enrol-own = This is this device’s own code. Scan the other’s.
enrol-not-here = This is the code of a device, for the coordinator’s computer. On a tablet, scan the zone’s code.
enrol-other = This is a batch or a receipt and no code for enrolment. Open it on the page Import.
enrol-foreign = This is no code of this app.
enrol-damaged = The code is not whole, or not signed by whom it names, and was not used. Let the other show it again, and scan once more.
enrol-failed = It did not work, and nothing was changed. Please try again.
devices-title = Tablets
devices-hint = Revoke a tablet that was lost: from then on every file it signed is set aside and does not reach the ledger. What was taken in stays.
devices-nameless = Device without a name
devices-facts = Fingerprint { $fingerprint } · { $count } { $count ->
    [one] file
   *[other] files
  } came, the last { $at }
devices-facts-none = Fingerprint { $fingerprint } · no file came yet
devices-revoked = Revoked
devices-revoke = Revoke
devices-revoke-meaning = Files of this tablet are set aside then, unless it is trusted again here. Revoke it?
devices-revoke-yes = Revoke this tablet
devices-revoke-no = Do not revoke
devices-trust = Trust again
devices-failed = This was not written down. Try again.

## What was on a lost tablet
lost-open = What was on it
lost-shut = Close the list
lost-about = What this computer knows of it, for the notice to those whom it is about (article 57 of the Personal Information Protection Law). No telephone number and no name of a registered person stands here.
lost-records = Records that came from it
lost-rows = Entries of lists that it had
lost-people = Whose data ({ $count })
lost-form = Form
lost-list = List
lost-count = Count
lost-files = Files attached to them
lost-whose = Whose
lost-kinds = Which data
lost-since = First said on
lost-because = Known because
lost-contact-of = Contact of “{ $name }” ({ $list })
lost-contact-code = Contact of “{ $name }”, { $code } ({ $list })
lost-registered = { $list }, code { $code }
lost-staff = Staff, code { $code }
lost-staff-code = Staff code
lost-came = It came from there
lost-part = In the pack for it alone
lost-all = In a pack for all tablets
lost-more = { $count } more; the file has all of them.
lost-part-at = The last pack for it alone was made at { $at }.
lost-all-at = The last pack for all tablets was made at { $at }.
lost-all-later = The last pack for all tablets ({ $at }) was made after this one was revoked. Of those before it nothing is kept: whatever there was before that is listed as if it had been in one.
lost-no-pack = No pack went to it by a server.
lost-unsent = Drafts, records and files that were never sent are not known here.
lost-by-file = Of packs that were carried there as a file nothing is kept. A whole pack has all lists but registered people, with contacts and their telephone numbers.
lost-earlier = Entries from packs are listed as they are now. What earlier packs had, and was replaced or no longer given to it, is not kept.
lost-erased = What was erased since, or whose consent was withdrawn, is not listed.
lost-make = Make the list for the notice
lost-purpose = A device was lost: notice to those whom it is about
lost-file = lost-device
lost-heading = What was on “{ $name }” (fingerprint { $fingerprint }) when it was lost
board-day = As of
board-whole = All
board-as-of = As of { $day }, that day included
board-print = Print
board-month-before = Month before { $change }
board-year-before = Year before { $change }
board-unscoped = Not known by area
board-partly = Only of lists that are divided so
board-conflicts = { $count } to be decided
board-faulty-codes = { $count } faulty credit codes
board-missing-year = No holidays of { $year }: workdays are estimates
board-expression-failed = An expression failed: check the workbook of indicators
board-close = Close
board-included = { $count } counted
board-left-out = { $count } left out
board-why = Why not
board-disputed = To be decided:
board-faulty = Faulty credit code:
board-fails = Not: { $condition }
board-no-day = Says no date
board-later = After the day of the board
board-earlier = Before the span that counts
board-ended = Ended by the day
board-no-value = Has nothing to count
board-not-latest = A later one counts
board-taken-off = Counts as: { $figure }
board-charts = Charts
board-blank = Not said
board-nothing = Nothing to draw.
board-picture = Save as a picture
board-tables = Numbers below each chart
board-hidden = Fewer than 5 people are not shown on paper or in pictures: “<5” or “{ $mark }” stands for them, and for what could be worked out from a total.
reports-title = Reports for the higher office
reports-about = Bring an empty report (Excel) once and say which cell is for which figure. From then on one tap fills it, as of the day and for the part of the zone chosen above.
reports-choose = Bring an empty report
reports-hint = .xlsx. Its look, its formulas and all else stay as they are.
reports-working = Working on the report…
reports-cells = { $count } { $count ->
    [one] cell
   *[other] cells
}
reports-fill = Fill and download
reports-change = Change cells
reports-forget = Remove
reports-found = { $count } { $count ->
    [one] cell was
   *[other] cells were
} recognised. Please check; choose “Leave blank” for what is not to be filled.
reports-cell = Cell of the report
reports-what = What goes in
reports-figure-of = Figure for { $cell }
reports-span-of = Which value for { $cell }
reports-nothing = Leave blank
reports-keep = Save
reports-others = { $count } other blank { $count ->
    [one] cell
   *[other] cells
}
reports-leave = Cancel
reports-kept = “{ $name }” is saved. “Fill and download” is all that is left to do.
reports-filled = “{ $name }” was made; { $count } { $count ->
    [one] cell was
   *[other] cells were
} filled.
reports-formulas = { $count } { $count ->
    [one] cell has a formula of its own and was
   *[other] cells have formulas of their own and were
} left.
reports-gone = These figures are no longer in the workbook of indicators, and their cells were left: { $names }. Change the cells.
reports-too-large = The file is larger than { $most } MB. Take pictures out of it and try again.
reports-unreadable = This file is no Excel workbook (.xlsx). Save it as .xlsx in Excel or WPS and bring it again.
reports-no-cells = No blank cell for a figure was found in it.
reports-other = The report that was kept does not have the cells to be filled. Remove it and bring it again.
reports-failed = It was not done; nothing has changed. Please try again.
span-now = now
span-month-before = a month before
span-year-before = a year before
span-month-change = change on the month
span-year-change = change on the year
span-year-growth = growth on the year (%)
fault-yes-no = “{ $name }” should be yes or no.
indicators-title = Indicators
indicators-about = The board goes by the workbook that comes with the app. Take it out, change it in Excel or WPS (a row more is a figure more) and bring it back.
indicators-own = The board goes by this zone's own workbook.
indicators-take = Take the workbook out
indicators-shipped = Go back to the app's own
indicators-bring = Bring a workbook
indicators-bring-hint = With a mistake in it nothing is taken in, and you are told the row.
indicators-used = The new workbook is used.
indicators-unreadable = This file is no Excel workbook (.xlsx). The one before is used on.
indicators-failed = This was not done; the workbook before is used on. Try again.
indicators-faults = { $count } to mend; the workbook before is used on
notices-title = Notices
notices-about = What is shown or read out before a contact is written down or a person registered. Each can be printed on one sheet of A5 and handed over.
notices-list = List the notices
notices-print = Print
choice-lists-title = Choice lists
choice-lists-about = The choices of a form can be taken out as CSV, changed in Excel and put back. The format is XLSForm’s sheet choices (list_name, name, label and so on), which other programs take too.
choice-lists-form = Form
choice-lists-take = Take out choice lists
choice-lists-take-file = Take out { $file }
choice-lists-out = { $file } was handed out; it lies with your browser’s downloads.
choice-lists-bring = Bring choice lists
choice-lists-bring-hint = CSV or xlsx. Lists that stand in it are replaced whole, others stay; a CSV file of the form is replaced by its name.
choice-lists-seen = What changes in “{ $title }”
choice-lists-rows = This file had { $before } rows and has { $after } now.
choice-lists-version = The form’s version goes from { $before } to { $after }.
choice-lists-where = Records and drafts that were begun keep their choices. Tablets use the new ones once they take in a new pack. When the app brings a new version of this form, bring the lists once more.
choice-lists-leave = Keep the old ones
choice-lists-use = Use these choices
choice-lists-taken = “{ $title }” uses the new choices now (version { $version }).
choice-lists-none = This form has no choice lists.
choice-lists-same = The form has these choices already; nothing has changed.
choice-lists-not-here = The form’s own file is not on this device yet. Open this page once with a network and try again; nothing has changed.

holidays-title = Holidays
holidays-about = Deadlines are reckoned by the table that comes with the app, which has { $years }. When the notice of the next year is out, take the table out, fill the year in likewise and bring it back.
holidays-own = Deadlines are reckoned by this zone's own table, which has { $years }.
holidays-take = Take the table out
holidays-shipped = Go back to the app's own
holidays-bring = Bring a table of holidays
holidays-bring-hint = CSV or Excel with the columns date and kind (holiday, workday), and festival if you like. Whole years at a time. With a mistake in it nothing is taken in, and you are told the row.
holidays-seen = Look at it before it counts
holidays-year = { $year }: { $off } days off, { $worked } days worked instead.
holidays-new = The year is new.
holidays-same = As before.
holidays-different = { $count } days differ from before:
holidays-change = { $day }: was { $before }, is { $after }
holidays-worked = a working day
holidays-off = off
holidays-where = From then on forms, ledger, Today and board reckon workdays by it, and packs bring it to tablets. Records that were submitted do not change.
holidays-use = It is right: use it
holidays-taken = The table is in use, and { $forms ->
    [one] one form reckons
   *[other] { $forms } forms reckon
} with it. Hand a new pack to the tablets, so that they do, too.
holidays-faults = { $count } to mend; the table before counts on
holidays-place = Row { $row }, column { $column }:{" "}
holidays-no-headings = There is no row of headings. Write the headings date and kind in one of the first 10 rows.
holidays-no-days = There is nothing below the headings; fill the days in.
holidays-no-day = has no date; fill it in.
holidays-not-a-day = “{ $said }” is no date; write it like 2027-10-01.
holidays-no-year = { $year } is not between 2000 and 2100; check the year.
holidays-kind = “{ $said }” should be holiday or workday.
holidays-twice = { $day } stands in row { $row }, too; delete one of them.
holidays-worked-anyway = { $day } is no weekend day and worked anyway; check the date, or write holiday.
holidays-lacks = There is no row that says { $day } is off, so the year is not whole. Fill in all of its days.
holidays-form = The workbook of “{ $form }” is not here yet, so the table before counts on. Go online and try again.
holidays-failed = This was not done; the table before counts on. Try again.
instructors-title = { $count } instructors today
instructors-show = Whom each of them serves
instructors-code = Staff code
instructors-count = How many
instructors-served = Enterprises and social organisations
instructor-since = {" "}(since { $since })
instructors-without = { $count } non-public enterprises with the three haves have no instructor
pack-for = The pack is for
pack-for-all = The whole zone
pack-for-hint = The pack has the enterprises of this part alone, with their visits, needs and so on, and what is everybody's, such as platforms and training. Others' enterprises and contacts are not in it. What a tablet has already stays there.
pack-for-sealed-hint = The pack has the enterprises of this part alone, with their visits, needs and so on, and what is everybody's, such as platforms and training. A tablet that takes it in keeps this part alone: others leave the tablet, and stay in the ledger.
pack-opens = Who can open it
pack-opens-tablets = { $count ->
    [one] the one enrolled tablet, and nobody else
   *[other] the { $count } enrolled tablets, and nobody else
 }
pack-opens-anybody = anybody (not sealed), for a tablet that is not enrolled yet
pack-tables = It also brings: { $tables }. They count here if they are later than those that this device has.
fault-no-property = The list “{ $list }” has no “{ $name }”; check the name.
fault-no-list = There is no list “{ $name }”; check the name.
fault-meant = {" "}Did you mean “{ $name }”?
fault-sheet = Sheet “{ $sheet }”:{" "}
fault-place = Sheet “{ $sheet }”, row { $row }, column “{ $column }”:{" "}
fault-no-sheet = is missing; add it.
fault-blank = is blank; fill it in.
fault-twice = “{ $name }” is another row's name too; choose another.
fault-name = “{ $name }” is no name: letters, digits and _, a letter first.
fault-no-group = There is no group “{ $name }”; take one of the sheet groups.
fault-no-condition = There is no condition “{ $name }”; take one of the sheet conditions.
fault-other-list = Condition “{ $name }” is about the list “{ $list }”; take one of the same list.
fault-no-aggregate = There is no “{ $name }”; use count, distinct, sum, mean, median, p90, latest, growth or formula.
fault-no-window = “{ $name }” should be a whole number from 1 to 100.
fault-no-indicator = There is no indicator “{ $name }”; check its name.
fault-places = “{ $name }” should be a whole number from 0 to 6.
fault-needed = “{ $name }” needs this column; fill it in.
fault-not-together = Cannot stand beside “{ $name }”; clear it.
fault-expression = Cannot be read from character { $at }; check brackets and quotes.
fault-no-function = There is no function “{ $name }”; check its spelling.
fault-arguments = Function “{ $name }” has a wrong number of arguments.
fault-pattern = “{ $name }” is no pattern that can be used.
fault-circle = “{ $name }” needs itself; change the formula.
sample-about = Have a look first: a sample zone of 160 made-up enterprises whose figures are known. It is kept apart and never mixed with real records.
sample-load = Load the sample zone
sample-filling = Loading the sample zone…
sample-failed = The sample was not loaded; nothing has changed. Reload the page and try again.
sample-title = Sample zone
sample-shown = Everything shown is made up. What is filled here belongs to the sample and goes with it; real records lie elsewhere, unchanged.
sample-remove = Remove the sample

server-title = Server
server-none = No server is set up. None is needed: files can go out and come in as before.
server-needs-zone = The keys of the zone come first (a tablet has them from a pack, a coordinator makes them on the zone's page): everything that goes to a server is sealed.
server-at = Server: { $place }
server-send = Send to the server
server-fetch = Fetch from the server
server-set-up = Set up a server
server-change = Change the settings
server-asking = Asking the server…
server-working = { $done } of { $of } files…
server-stop = Stop
server-waits = It is tried again by itself in a while.
server-sent = { $files } files with { $records } records lie on the server, and were read back from there.
server-nothing-new = Nothing new to send: all that can lie there does.
server-refused = File { $seq } was not sent: { $why }
server-left = { $count } files from before there were keys, or that cannot be made again, were left out. They can still go out as files.
server-fetched = { $files ->
    [0] Nothing new from { $devices ->
        [one] one device
       *[other] { $devices } devices
    }.
    [one] One new file from { $devices ->
        [one] one device
       *[other] { $devices } devices
    }. Look at it below, then import.
   *[other] { $files } new files from { $devices ->
        [one] one device
       *[other] { $devices } devices
    }. Look at them below, then import.
}
server-photos-working = { $done } of { $of } attached files…
server-records-there = All records lie on the server.
server-photos-sent = { $count } attached files (photos, recordings) were sent and checked.
server-photos-left = { $count } attached files are still to be sent. Send again to go on; what lies there is not sent twice.
server-photos-fetched = { $count } attached files came and were put into their records.
server-photos-awaited = { $count } attached files have not come. Fetch again once the tablets sent them.
server-damaged = { $count } files have not arrived there whole; they are tried again next time.
server-withheld = { $count } files (or folders) the server did not give this time; they are tried again next time.
server-left-there = { $count } files were not fetched. Tap “Fetch from the server” once more to go on from here; what came is not fetched again.
server-goes-on = Tap “Fetch from the server” once more to go on from here; what came is not fetched again.
server-not-sent = Not finished
server-safe = Everything is still on this device; nothing is lost.
server-stopped = Stopped as you asked. It can be gone on with.
server-about = A plain WebDAV folder or an S3 store is enough. Only sealed files lie there: not even whoever runs it can read them. The password stays on this device.
server-kind = Kind
server-kind-dav = WebDAV folder
server-kind-s3 = S3 store
server-address = Address
server-user = User name
server-password = Password
server-region = Region (us-east-1 where blank)
server-bucket = Bucket
server-key = Access key
server-secret = Secret key
server-host-style = The bucket is part of the host's name (a few clouds want it so)
server-try = Try
server-keep = Keep
server-forget = Forget this server
server-leave = Back
server-reached = Reached, and files can be put there. { $devices } devices of this zone have written there.
server-hear = Fetch receipts
server-tell = Send receipts
server-told = New receipts for { $count } tablets lie on the server, and were read back from there.
server-nothing-to-tell = No new receipts: all there is to say lies on the server already.
server-give = Send the pack
server-gave = The pack ({ $kilobytes } KB) lies on the server and was read back from there. { $count } trusted tablets can open it.
server-gave-since = Tablets that have the pack before it fetch only what changed ({ $kilobytes } KB).
server-gave-parts = { $count ->
    [one] One tablet has a new pack on the server, which no other can open
   *[other] { $count } tablets have new packs on the server, each of which no other tablet can open
}, read back from there: { $kilobytes } KB in all.
server-gave-no-part = Nobody is responsible for any enterprise yet, so there are no parts. Say who is under “Hand enterprises over” on the ledger’s page, then send again.
give-for = The pack goes to
give-parts = Each tablet its own enterprises
give-parts-hint = Each tablet gets the enterprises that its officers are responsible for, with their visits, needs and so on, and what is everybody’s, such as platforms and training. What is no longer theirs leaves the tablet when it takes the pack in; what something there speaks of that has not arrived stays until then.
give-officers = { $device } ({ $fingerprint }): staff codes of who uses it, with blanks between several
give-officers-none = Not known yet: it gets only what is everybody’s.
give-officers-said = As typed here. Empty it to go by the records that came from it.
give-officers-came = By the records that came from it.
server-gave-nothing = The pack has not changed; the newest one lies on the server already.
server-gave-nobody = No tablet is trusted yet, so nobody could open it. First import a tablet’s file and trust it.
server-file-damaged = The file does not lie on the server whole yet. Try again in a while.
offered-pack = The coordinator has a new pack: made on { $at }, { $kilobytes } KB.
offered-pack-since = The coordinator has a new pack: made on { $at }. This tablet has the one before and fetches only what changed: { $kilobytes } KB (the whole is { $whole } KB).
offered-pack-unmeasured = The coordinator has a new pack: made on { $at }.
offered-take = Take the pack in
pack-gone = { $count } { $count ->
    [one] entry that is
   *[other] entries that are
} no longer this tablet’s left its lists.
pack-kept = { $count } { $count ->
    [one] entry is
   *[other] entries are
} no longer this tablet’s, but something here that has not arrived speaks of { $count ->
    [one] it
   *[other] them
}: kept for now.
pack-fell-back = What changed was of no use here; the whole pack was fetched instead.
pack-is-difference = This is only what changed since the pack before; { $count } { $count ->
    [one] entry is
   *[other] entries are
} no longer this tablet’s.
pack-refused-other-base = This is what changed since another pack, which is not here. Nothing was changed. Get the whole pack.
pack-refused-not-for-us = This pack is not for this device. The coordinator’s computer may not know this tablet yet: have it enrolled or trusted there, and get another pack; or have one exported that anybody can open.
pack-refused-other-desk = This pack was not signed by the coordinator’s computer of this zone, and was not taken in.
pack-refused-withdrawn = The computer that signed this pack is no desk of this zone any more; it was not taken. Please tell the coordinator.
server-under-way = It goes by itself this moment, or another window uses the server. Try again once that is done.
server-damaged-often = File { $number } of the device “{ $device }” was not whole several times running; it may be damaged on the server. Have that device save this file on its page “Send”, and hand it over.
server-log = What went and came
server-log-sent-nothing = Sending: nothing new went
server-log-fetched-nothing = Fetching: nothing new came
server-log-sent = Sent: { $files } files ({ $records } records), { $photos } attached files
server-log-fetched = Fetched: { $files } files, { $photos } attached files
server-log-damaged = Fetched: { $files } files, { $photos } attached files; { $damaged } are not whole and are fetched the next time
server-log-told = New receipts put there for { $count } tablets
server-log-gave = A new pack put there for { $count } tablets
server-log-heard = Receipts: { $received } newly received, { $returned } newly returned
server-log-took = A new pack was taken
server-log-by-itself = { $at }, by itself
server-log-not = Not all was done: { $why }
automatic-on = Send by itself when there is a network
automatic-hint = Once ticked, what waits is sealed and sent (records first, photos after) after each record, when the network returns and when the app is opened, and receipts are fetched. It stops when the page is left, and goes on the next time.
automatic-running = Sending by itself…
automatic-nothing = Went by itself last on { $at }: there was nothing to send.
automatic-sent = Went by itself last on { $at }: { $files } files were sent.
automatic-failed = It did not go by itself on { $at }: { $why } Everything is still on this device.
automatic-costs = the device saves data: records were sent, attached files (photos) were not yet.
automatic-allow = Send attached files by itself all the same
automatic-strange = The server’s answer was not expected. Tell whoever runs it.
automatic-other = It was not done. Tap “Send to the server” to see why.
receipt-title = Receipt
receipts-title = Receipts for the tablets
receipts-hint = A receipt tells a tablet which files were taken in, which were set aside, and which records are returned and why. Only that tablet can open it. It can go by the server or be carried as a file.
receipts-all = List all { $count }
receipts-other-desk = Tablets take receipts and packs of the zone’s desks, and this is none. Have it appointed on the Zone keys page of the head desk; if that computer died, take over on that page here with the key on paper.
receipts-new = Something new
receipts-stored = On the server
receipts-told = Saved as a file
receipts-save = Save as a file
receipt-counted = Files: { $received } taken in, { $aside } set aside, { $back } taken back. Records returned: { $returned }.
receipt-brought = Receipt taken in: { $received } records received, { $returned } returned.
receipt-brought-aside = { $count } files were set aside; their records are in no ledger yet.
receipt-brought-back = { $count } files were taken back by the coordinator; their records are not in the ledger any more.
receipt-go-records = See the records
receipt-nothing-new = No new receipt.
receipt-refused-on-server = A file on the server was not used: { $why }
receipt-damaged-on-server = A receipt does not lie there whole yet; it is fetched next time.
receipt-refused-other = This is no receipt.
receipt-refused-truncated = The receipt is cut off. Get it once more.
receipt-refused-damaged = The receipt was changed or damaged, and is not used. Get it once more.
receipt-refused-device = This receipt is for another device.
receipt-refused-zone = This receipt is of another zone.
receipt-refused-desk = This receipt was not signed by the coordinator’s computer of this zone, and is not believed. Tell the coordinator.
receipt-refused-withdrawn = The computer that signed this receipt is no desk of this zone any more, so it does not count. Please tell the coordinator.
receipt-refused-aimed = This receipt was made for somebody else and encrypted anew for this device. Tell the coordinator.
receipt-no-zone = There are no keys of a zone here, so nothing tells whether a receipt is genuine. Open a pack of the coordinator first.
receipt-not-made = The receipt could not be made or read. Nothing has changed; try again.
receipt-nothing-changed = All records stand as they stood; nothing has changed.
receipt-take = Take the receipt in
receipt-known = This receipt was taken in before; nothing changes.
receipt-older = There is a newer receipt here; this one changes nothing.
receipt-from = Made by { $officer } on { $at }.
word-returned-title = This record was returned. Edit it and send it again
word-returned = Returned because: { $reason } ({ $officer }, { $at })
word-aside = Set aside by the coordinator, in no ledger yet: { $why } ({ $at })
word-aside-badge = Set aside
word-aside-unknown = this device is not trusted yet. Compare its fingerprint with the coordinator.
word-aside-revoked = this device was revoked. Contact the coordinator.
word-aside-other = the file did not pass the checks. Contact the coordinator.
word-taken-back = The coordinator took this file back on { $at }; the record is not in the ledger. Contact the coordinator.
word-taken-back-badge = Taken back
trouble-unreachable = The server cannot be reached. Check the network and the address; if other sites open, ask whoever runs the server.
trouble-not-allowed = The server answers, but does not allow this page (CORS). Ask whoever runs it to add those lines of the hosting guide.
trouble-busy = The server is busy. Try again in a while.
trouble-refused = The server refused the name, password or key. Check the settings.
trouble-denied = The server does not let this key do that. Check the key and the name of the bucket; if both are right, ask whoever runs it for the rights in the hosting guide.
trouble-no-right-to-list = The server knows this user or key, but does not let it list files. Ask whoever runs it to add that right, as in the hosting guide.
trouble-no-right-to-put = This user or key may look at the folder on the server and not put files there. Ask whoever runs it to add that right, as in the hosting guide.
trouble-no-right-to-read = Files can be put there, but this user or key may not read them back. Ask whoever runs it to add that right, as in the hosting guide.
trouble-clock = The clock of this device is wrong by more than 15 minutes. Set it and try again.
trouble-not-found = Nothing lies at this address. Check the address or the name of the bucket.
trouble-no-folder = The folder on the server is missing and could not be made. Ask whoever runs it to make it or to allow it.
trouble-too-large = The file is larger than the server accepts. It can go out as a file.
trouble-cannot-store = The server cannot store files now (perhaps it is full). Tell whoever runs it.
trouble-not-kept = The server said that it has the file, and gives back another one or none. Try again later; if it stays so, tell whoever runs it.
trouble-unreadable = The answer of the server cannot be read. Check whether the address is a WebDAV folder or an S3 store.
trouble-strange = The server answered { $status }, which was not expected. Tell whoever runs it.
setup-scheme = The address begins with https:// (http:// only within the house).
setup-secret-inside = No user name or password in the address; they have fields of their own.
setup-address = This is no address. Type it again as whoever runs the server gave it.
setup-field = “{ $field }” is blank or has signs in it that it cannot have.
setup-insecure = This page came over https and may not speak to an http server. Use an https address.

## Matching talent
match-people = Registered people who may suit ({ $count })
match-people-title = Registered people who may suit
match-people-about = Only who has consented to matching; the latest updated first. Nothing is scored and nothing decided by itself. By number, field and level alone, and by name only where the person consented separately to this enterprise being told (kept in the talent form).
match-not-sought = This need is met or withdrawn: nobody is sought any more.
match-posts = Talent needs that may suit ({ $count })
match-posts-title = Talent needs that may suit
match-posts-about = The latest opened first. Nothing is scored and nothing decided by itself. Before an enterprise is told the name and phone, ask the person for each enterprise, and note in the talent form which one was agreed to.
match-none = Nothing suits in everything.
match-more = { $count } earlier ones are not listed.
match-near = One thing does not suit ({ $count })
match-named = consented to this enterprise being told name and phone ({ $day })
match-unnamed = did not consent to this enterprise being told: do not say who it is
match-suits = Suits: { $what }
match-lacks = Does not suit: { $what }
match-consent = consent to matching
match-field = same field ({ $has })
match-field-other = another field ({ $has }; asked for: { $asked })
match-level = level reached ({ $has }; asked for: { $asked })
match-level-below = level not reached ({ $has }; asked for: { $asked })
match-education = education reached (asked for: { $asked })
match-education-below = education not reached (asked for: { $asked })
match-status = status: { $has }
match-missing = Nothing says that the person consented: not matched.
match-withdrawn = The person has withdrawn consent: not matched.
match-other-purpose = The person has not consented to being matched: not matched.
match-expired = The registration is past the day until which it may be kept: not matched.

## Registrations that are over
retention-title = Registrations of people that are over and to be erased ({ $count })
retention-withdrawn = A form says that consent was refused or withdrawn
retention-until = Kept until { $day }
retention-no-day = Nothing says until when
retention-erase = Erase those listed ({ $count })
retention-more = { $count } more, listed once those above are erased.
retention-others = { $count } more are not listed.
retention-ask = { $count ->
    [one] Erase the registration of this person?
   *[other] Erase the registrations of these { $count } people?
}
retention-means = Only their registrations go, and the records that speak of them. They cannot be found again or put back from a backup, and after the next export they go from every desk that imports that. The number, and when and how consent was given, stay as proof.
retention-yes = { $count ->
    [one] Erase this person
   *[other] Erase these { $count }
}
retention-not-now = Not now
retention-erased = { $count ->
    [one] One registration was erased.
   *[other] { $count } registrations were erased.
}
retention-failed = Not erased, and still where they were: { $names }. Where the record that registered a person is not on this computer, withdraw on the device that has it.
retention-soon = Over within { $days } days ({ $count })
retention-soon-advice = Please ask them: who wants to stay is updated, and the time begins anew; who does not is erased when it is over, or consent is withdrawn now.
retention-unknown = Until when cannot be told ({ $count })
retention-unknown-advice = Please open them and fill in, with the form that updates, when they were last updated.

## Photos, contacts and proofs that are over
overdue-title = Photos, contacts, remarks and proofs that are over and to be erased ({ $count })
overdue-checked-licence = Photo of a licence, in a record that was approved
overdue-licence = Photo of a licence
overdue-file = Photo or attached file
overdue-contact = Contact of one that is deregistered, revoked or moved out
overdue-former-contact = Former contact, replaced since
overdue-corrected = What was corrected of a person, as it was before
overdue-remark = Remarks and reasons
overdue-proof = Proof kept when consent was withdrawn
overdue-on = { $what }, until { $day }
overdue-erase = Erase what is listed ({ $count })
overdue-ask = { $count ->
    [one] Erase this?
   *[other] Erase these { $count }?
}
overdue-means = Only these photos, contacts, corrected values, remarks and proofs go; the records and all else in the ledger stay. They cannot be found again or put back from a backup, and after the next export they go from every desk that imports that, and from the tablets that sent them once they take the next pack in.
overdue-yes = { $count ->
    [one] Erase it
   *[other] Erase these { $count }
}
overdue-erased = { $count ->
    [one] Erased.
   *[other] { $count } erased.
}
overdue-failed = Not erased, and still where it was. Please open this page again and try once more.
overdue-unsent = Over, in records that were not exported yet or are being edited ({ $count })
overdue-unsent-advice = These records were filled or edited on this computer and are nowhere else yet. Please finish or discard what is being edited and export them, then erase here: a record of which parts were erased cannot be exported any more.
overdue-soon = Over within { $days } days ({ $count })
overdue-more = { $count } more, listed once those above are erased.
overdue-reason = Kept as long as it may be
overdue-parts-title = Parts of records that were erased
overdue-parts-said = At { $at } { $officer } erased what was over in { $count ->
    [one] one record
   *[other] { $count } records
}
overdue-parts-of = In these records
overdue-periods = For how many days what is kept
overdue-periods-advice = The zone says so, 1 to { $most } days. It goes to the other desks with the next export, and with the backup of the ledger; of two that were set at the same time the shorter counts. A file of which the form says it itself goes by the form.
overdue-periods-reason = As the zone has it
overdue-periods-wrong = Not saved: please give each a whole number from 1 to { $most }.
overdue-periods-proposed = As proposed again
overdue-period-licence = Photo of a licence (over once it was approved; at most)
overdue-period-file = Other photos, files and remarks
overdue-period-contact = Contact, from the day it was replaced or the enterprise was gone
overdue-period-proof = Proof after a withdrawal
overdue-cut = Something in this record was erased because its time was over (a photo, a contact). What was erased is shown as blank.
overdue-cut-by = Erased at { $at } by { $officer }: { $what }
overdue-cut-remarks = { $count ->
    [one] a remark
   *[other] { $count } remarks
}
overdue-cut-files = { $count ->
    [one] { $count } attached file
   *[other] { $count } attached files
}
overdue-cut-something = a part

## All that is held on one person
copy-title = A copy for the person
copy-about = All that this computer holds on the person as one page in a file: history and every record too, the phone in full. Make sure that it is the person who asks; then open it, print it or hand it over.
copy-purpose = The person asked for a copy
copy-make = Make the copy
copy-made = “{ $name }” was made. Delete it once it is handed over: it should not stay among the downloads.
copy-name = copy-for-the-person
copy-heading = All that is held on { $name }
copy-class = Class: personal. For the person alone.
copy-rights = You can have it corrected or completed. You can withdraw your consent at any time: it is erased then, and nothing else that is done for you changes.
copy-drafts = Unfinished drafts
copy-file = Attached file

## What registered people asked for
requests-title = Asked for by the person, still to be done ({ $count })
requests-about = Who asks for a copy, a correction or erasure is taken down first; it is to be done within 15 workdays. A copy is made below, a correction with the form that updates, and erasure by withdrawing consent on the record.
request-take = Take down: asked for { $wants }
request-copy = a copy
request-correction = a correction
request-erasure = erasure
request-taken = Asked for { $wants } on { $at }; taken down by { $officer }
request-done = Done on { $at } by { $officer }
request-mark = It is done
request-gone = Somebody whose registration was erased
