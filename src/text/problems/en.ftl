## Files that cannot be read

problem-file-not-a-workbook = This is neither an .xlsx workbook nor an XForm (.xml). Open a workbook in a spreadsheet program, save it as .xlsx, and try again.
problem-file-old-workbook = This is a workbook in the old format (.xls). Open it in a spreadsheet program, save it as .xlsx, and try again.
problem-file-binary-workbook = This is a workbook in the binary format (.xlsb). Open it in a spreadsheet program, save it as .xlsx, and try again.
problem-file-open-document = This is an OpenDocument spreadsheet (.ods). Open it in a spreadsheet program, save it as .xlsx, and try again.
problem-file-locked = The workbook has a password. Open it in a spreadsheet program, take the password off, save it, and try again.
problem-file-damaged = The file is damaged ({ $part }). Get it again; if a spreadsheet program can open it, save a copy and try that.
problem-file-unusual = No spreadsheet program writes such a file, so it was not read, to be safe. Ask whoever sent it; if a spreadsheet program can open it, save a copy and try that.
problem-file-encoding-unread = The text of row { $row } is not UTF-8. Open it in a spreadsheet program, save it as “CSV UTF-8”, and try again.
problem-file-not-items = “{ $element }” in item { $row } does not fit a table. Give each item one level of fields, each with its own name.
problem-file-not-features = This is no GeoJSON FeatureCollection. Export the layer again from the map program.
problem-file-geometry-unread = Feature { $row } has the geometry “{ $kind }”, which cannot be used. Points, lines and areas without holes can.
problem-file-too-large = The file is larger than { $megabytes } MB. Delete what is not needed and try again.
problem-file-unpacked-too-large = The file holds more than { $megabytes } MB. Delete what is not needed and try again.
problem-file-sheets-too-many = There are more than { $limit } sheets. Delete those that are not needed.
problem-file-rows-too-many = There are more than { $limit } rows. Delete those that are not needed, empty ones at the end too.
problem-file-columns-too-many = There are more than { $limit } columns. Delete those that are not needed, empty ones on the right too.
problem-file-cells-too-many = More than { $limit } cells hold something. Delete what is not needed.
problem-file-cell-too-long = A cell holds more than { $limit } characters. Shorten it.

## Documents

problem-document-type = The document declares a document type (DOCTYPE), which forms never need, so it was not read, to be safe. Delete that line and try again.
problem-document-encoding = The text of the document is not UTF-8. Save it as UTF-8 and try again.
problem-document-entity = “&{ $name };” is not a character that XML knows. Write the character itself.
problem-document-malformed = The document is not well-formed XML ({ $reason }). Get the form again from where it was published.
problem-document-cut = The document ends in the middle. Get the form again from where it was published.
problem-document-too-deep = Elements are nested deeper than { $limit }. No form needs that, so it was not read, to be safe.
problem-document-too-large = The document has more than { $limit } elements. Keep long lists in a file beside the form.
problem-actions-too-many = The form has more than { $limit } actions that set values. Make several forms of it.
problem-languages-too-many = The form has more than { $limit } languages. Take out those that nobody needs.
problem-choices-too-many = The lists hold more than { $limit } choices. Keep long lists in a file beside the form.
problem-not-a-form = This document is no XForm: an html element with a model in its head and a body. Download the form itself, not a record or a list.
problem-no-instance = The model has no instance, so there is nothing to fill. Get the form again from where it was published.
problem-language-twice = The language “{ $language }” is declared twice. The first one is used; join the two.
problem-text-unknown = There is no text with the id “{ $id }” in itext. Add it, or correct the id.
problem-control-unknown = “{ $name }” is not known here, so it is left out.
problem-control-twice = “{ $path }” is asked for twice. The first one is used; delete the other.
problem-control-on-group = “{ $name }” has nodes in it, so it cannot be answered. Use group or repeat for it.
problem-group-without-node = This group names no node (ref), so its label and look are left out. Give it a node of its own in the instance.
problem-reference-missing = “{ $name }” does not say which node it is for. Add ref or nodeset.
problem-path-invalid = “{ $path }” is not a plain path to a node of the instance, such as /data/name.
problem-path-unknown = The instance has no node “{ $path }”. Correct the path, or add the node.
problem-repeat-prefilled = The repeat “{ $name }” stands in the instance several times. The form begins with one; add the others while filling.
problem-event-unknown = Nothing is set here on the event “{ $event }”, so this action is left out.
problem-itemset-invalid = “{ $text }” names no list of choices that can be offered here. Use instance('list')/root/item or the path of a repeat.
problem-instance-without-id = This list has no id, so nothing can look it up. Give it one.
problem-instance-shape = Parts of the list “{ $name }” are not rows of plain fields and cannot be looked up. Give every row one element for each field.
problem-model-unused = A form has one model, the first of its document: this one is not used. Move what it holds into the first.
problem-submission-unused = Where the document would send records to is not used here: records leave this device in batches.

## Sheets and columns

problem-no-survey-sheet = There is no sheet called “survey”. Give the sheet with the questions that name.
problem-no-choices-sheet = There is no sheet called “choices”. The choices of select questions belong on it.
problem-no-external-choices-sheet = There is no sheet called “external_choices”. The choices of select_one_external belong on it.
problem-sheet-misspelt = The sheet “{ $sheet }” was not read. If “{ $meant }” is meant, rename it.
problem-sheet-unread = Sheet “{ $sheet }” is kept, and not used here.
problem-column-missing = The column “{ $column }” is missing. Add it to the first row.
problem-column-twice = The columns “{ $first }” and “{ $second }” mean the same. Keep only one.
problem-column-spaced-twice = Column “{ $column }” stands twice, but for spaces. The last filled cell counts; keep one column.
problem-column-unknown = The column “{ $column }” is not known; it is kept and has no effect. Check its name.
problem-column-not-allowed = This sheet cannot have a column “{ $column }”. Correct its name or delete it.
problem-column-name-invalid = The column name “{ $column }” has spaces, so the column was not read. Take the spaces out.
problem-column-divided = Column “{ $column }” cannot be divided with “::”. Write the column's name alone.
problem-cell-error = The cell holds the formula error { $text }. Mend the formula or type the content.
problem-language-incomplete = The language “{ $language }” lacks these columns: { $columns }. Add them.
problem-language-without-code = The language “{ $language }” has no code. Put it in brackets, such as “English (en)”.

## Questions

problem-type-missing = This row has a name or a label but no type. Fill in the column type.
problem-type-unknown = There is no question type “{ $kind }”. Check the column type.
problem-type-outdated = The type “{ $kind }” gives nothing on most devices. It is better to delete the row.
problem-row-skipped = This row has no type, name or label and was skipped.
problem-disabled-outdated = The column disabled is no longer used. Say in the column relevant when the question is shown.
problem-name-missing = This row has no name. Fill in the column name.
problem-name-invalid = “{ $name }” cannot be a name. Begin with a letter or an underscore, and use no spaces or other signs.
problem-name-twice = Two rows of the same group are called “{ $name }”. Rename one.
problem-name-twice-but-for-case = “{ $name }” differs from another name only in upper and lower case. It is better to rename it.
problem-name-reserved = The name “{ $name }” is reserved. Choose another.
problem-repeat-name-twice = Two repeats are called “{ $name }”. Rename one.
problem-repeat-named-as-root = The repeat “{ $name }” has the name of the form itself. Rename the repeat.
problem-repeat-without-label = The repeat “{ $name }” has no label. With one, people know what they add.
problem-external-in-repeat = The file “{ $name }” cannot be declared straight inside a repeat. Move the row out of the repeat.
problem-audit-name = The row of an audit can only be called “audit”. Correct the name or leave it empty.
problem-end-without-begin = This “end { $kind }” has no “begin { $kind }”. Add the beginning or delete this row.
problem-begin-without-end = The “begin { $kind }” of “{ $name }” is never ended. Add a row “end { $kind }” after its last question.
problem-loop-text = In a loop, “{ $text }” has a single %. Write %(name)s or %(label)s for the choice, or %% for a percent sign.
problem-groups-too-deep = Groups stand in each other deeper than { $limit }. Take some out.
problem-nodes-too-many = The form has more than { $limit } questions and groups, loops counted for each of their choices. Split it into several.
problem-paths-too-long = The names of questions and of the groups around them take more than { $megabytes } MB. Give shorter names.
problem-texts-too-many = All rows in all languages are more than { $limit } texts. Delete languages or rows.
problem-loop-without-list = The loop does not say which choice list it goes over. Write “begin loop over”, then the list’s name.
problem-label-missing = “{ $name }” has neither label nor hint. Fill in one of the two.
problem-big-image-without-image = “{ $name }” has a big-image but no image. Add the image.
problem-media-unknown = Media of the kind “{ $kind }” cannot be used. There are image, big-image, audio and video.
problem-calculation-missing = “{ $name }” has nothing to calculate. Fill in the column calculation.
problem-calculation-not-allowed = “{ $name }” takes no calculation. Empty the column calculation.
problem-trigger-missing = “{ $name }” is set off by another question. Name that one in the column trigger, such as ${"{"}name{"}"}.
problem-trigger-invalid = “{ $text }” does not refer to a question. Write ${"{"}name{"}"}, and commas between several.
problem-trigger-not-visible = “{ $name }” is never shown, so it cannot set anything off. Use a question that is.
problem-appearance-unknown = Appearance “{ $word }” is not known. It is kept and changes nothing; check its spelling.
problem-appearance-not-shown = Appearance “{ $word }” has no look of its own here. The question is shown as usual.
problem-max-pixels-advised = The size of photos is not limited. With max-pixels=1600 in the column parameters, files are much smaller.

## References and expressions

problem-reference-invalid = “{ $text }” is not a correct reference. Write ${"{"}name{"}"}.
problem-reference-unknown = There is no question called “{ $name }”. Check the name, upper and lower case too.
problem-reference-ambiguous = More than one question is called “{ $name }”, so it is not clear which is meant. Give them different names.
problem-expression-value-missing = The expression lacks a value or a reference at “{ $near }”. Add it; brackets, commas and quotes must be half-width.
problem-expression-operator-missing = “{ $near }” does not follow from what stands before it. Add an operator or take it out; brackets, quotes and operators must be half-width.
problem-expression-bracket-missing = The expression lacks a closing bracket ) at “{ $near }”. Add it.
problem-expression-comma-missing = The expression lacks a comma or a closing bracket ) at “{ $near }”. Add it, half-width.
problem-expression-square-bracket-missing = The expression lacks a closing square bracket ] at “{ $near }”. Add it.
problem-expression-quote-missing = The quote that begins at “{ $near }” never ends. Add the other quote, half-width.
problem-expression-axis-unknown = There is nothing called “{ $name }::” in expressions. Check it, or refer to a question.
problem-expression-variable = The expression uses a variable at “{ $near }”, and there are none. To refer to a question write ${"{"}name{"}"}.
problem-expression-too-deep = The brackets of the expression are nested deeper than { $limit }. Split it into several calculations.
problem-expression-too-long = The expression is longer than { $limit } characters. Split it into several calculations.
problem-expressions-too-long = All expressions of the form together are longer than { $limit } characters. Split the form into several.
problem-mentions-too-many = Expressions mention questions more than { $limit } times. Name single questions in place of // and *, or split the form.
problem-function-unknown = There is no function “{ $name }”. Check its spelling.
problem-function-arguments = The function “{ $name }” does not take { $given } arguments. Check what is in its brackets.
problem-pattern-invalid = The pattern “{ $pattern }” has a mistake in its spelling. Check brackets and backslashes.
problem-pattern-looks-around = The pattern “{ $pattern }” looks ahead or behind, as (?=…) does, which cannot be used here. Split it into conditions joined by and.
problem-pattern-refers-back = The pattern “{ $pattern }” refers back to a group, as \1 does, which cannot be used here. Write it in another way.
problem-pattern-too-large = The pattern “{ $pattern }” is too large. Let it repeat less.
problem-pattern-too-long = The pattern is longer than { $limit } characters. Shorten it, or split it into conditions.
problem-cycle = Each of these needs the next, so none can be computed: { $chain }. Take one reference out.

## Choices and files

problem-list-unknown = There is no choice list “{ $list }”. Check the name, or add it to the sheet choices.
problem-list-empty = The choice list “{ $list }” has no choices. Add at least one.
problem-no-choices = No choices stand below the headings. Write choices from row 2 on.
problem-choice-list-missing = This choice belongs to no list. Fill in the column list_name.
problem-choices-of-document = Only the choices of an .xlsx form can be taken out and put back so. Change the form’s own file and open that.
problem-cell-formula = This cell is worked out by a formula and cannot say something else. Replace the formula by text in the form’s file.
problem-choice-name-missing = This choice has no name. Fill in the column name.
problem-choice-label-missing = This choice has no label. Without one, people see no words.
problem-choice-twice = The choice “{ $name }” stands twice in its list. Delete or rename one.
problem-choice-name-with-space = The choice “{ $name }” of the list “{ $list }” has a space, so select_multiple cannot use it. Take the space out of its name.
problem-filter-with-other = Choices cannot be filtered in a question with or_other. Take out or_other or the choice_filter.
problem-filter-in-table-list = Choices cannot be filtered inside a table-list. Take out the choice_filter or the table-list.
problem-filter-missing = select_one_external is meant for filtered lists. Fill in the column choice_filter, or use select_one.
problem-other-with-languages = or_other adds English words that are not translated. It is better to add a choice “other” and a question of your own.
problem-table-list-mixed = One table-list uses two choice lists, “{ $first }” and “{ $second }”. Use only one.
problem-table-list-from-elsewhere = “{ $name }” takes its choices from a file or another question, which a table-list cannot show. Remove table-list, or use the choices sheet.
problem-file-name-invalid = The file name “{ $file }” is wrong. It must end in .csv, .xml or .geojson and have no other full stop.
problem-file-missing = The file “{ $file }” was not attached. Choose it together with the workbook.
problem-file-column-missing = The file “{ $file }” has no column “{ $column }”. Check its first row.
problem-file-kind-unread = Files such as “{ $file }” cannot be read, so what is in it is not used. A .csv, .xml or .geojson would be.
problem-instance-twice = Two different lists or files are called “{ $name }”. Rename one.
problem-instance-unknown = There is no list or file called “{ $name }”. Check the name.
problem-search-with-file = The choices of “{ $name }” come from a file, so it cannot use search(). Take search() out of the column appearance.
problem-search-shares-list = “{ $name }” uses search(), and other questions use its list “{ $list }” without. Give it a list of its own.
problem-search-unsupported = The search() of “{ $name }” is not run here; all choices of the list are offered. A choice_filter would work.

## Parameters

problem-parameters-invalid = “{ $text }” is not written as parameters are: name=value, with spaces between several.
problem-parameter-unknown = This type has no parameter “{ $name }”. Check or delete it.
problem-parameter-value = The parameter “{ $name }” cannot be “{ $value }”. Correct it.
problem-parameter-not-number = The parameter “{ $name }” must be a number.
problem-parameter-needs = The parameter “{ $name }” goes only with “{ $needed }”. Add that, or delete it.
problem-parameter-appearance = The parameter “{ $name }” does not go with this appearance. Delete one of the two.
problem-geometry-unknown = “{ $name }” is no list, file or repeat with places. Check the name.
problem-range-zero = The parameter “{ $name }” cannot be 0. Use a number above 0.
problem-range-too-large = The parameter “{ $name }” is larger than the whole range. Make it smaller, or move start and end apart.
problem-range-not-on-step = “{ $name }” does not fall on a step. Use a value that is reached from start in whole steps.
problem-range-outside = “{ $name }” is not between start and end. Correct it.
problem-range-labels-not-numbers = The choice list “{ $list }” labels a range, so all its names must be numbers.
problem-range-labels-not-ends = Without ticks only the two ends can have labels. Keep only those in the choice list “{ $list }”.

## Settings

problem-setting-twice = The settings “{ $first }” and “{ $second }” mean the same. Keep only one.
problem-setting-unused = Setting “{ $name }” is kept, and has no effect here.
problem-form-id-missing = The form has no id. Fill in form_id on the settings sheet.
problem-instance-id-needed = An encrypted form cannot leave out its record ids. Delete omit_instanceID.
problem-encryption-unsupported = The form’s own encryption (public_key) is not used here: it does not protect the answers.

## Entities

problem-entity-list-missing = The entity list has no name. Fill in the column list_name.
problem-entity-list-invalid = “{ $list }” cannot name an entity list. Begin with a letter or one underscore, and use no full stops or spaces.
problem-entity-list-twice = The entity list “{ $list }” stands there twice. Keep only one row.
problem-entity-needs-label = New entities of “{ $list }” need something to be shown by. Fill in the column label.
problem-entity-needs-id = To update “{ $list }” the form must say which entity. Fill in the column entity_id.
problem-entity-needs-update-if = Entities of “{ $list }” are both created and updated, so say when they are updated. Fill in the column update_if.
problem-entity-place-taken = The group or repeat for the entity list “{ $list }” is taken by the one in row { $row }. Put the questions into different groups.
problem-entity-places-differ = The entity list “{ $list }” is filled from “{ $first }” and “{ $second }”, which do not repeat together. Put them into one repeat.
problem-save-to-without-entity = There is a save_to but no entity list to save to. Add one on the sheet entities.
problem-save-to-on-group = A group or repeat cannot be saved to an entity list. Empty its save_to and use that of a question.
problem-save-to-invalid = “{ $property }” cannot name a property. Begin with a letter or an underscore, and use no spaces or other signs.
problem-save-to-reserved = The property name “{ $property }” is reserved. Choose another.
problem-save-to-twice = The property “{ $property }” is saved in row { $row } already. Rename it, or empty one save_to.
problem-save-to-list-unknown = There is no entity list “{ $list }” on the sheet entities. Check the name.
problem-personal-without-rule = “{ $property }” looks like something of a person, and nothing says how long it is kept: nobody is told when it is over. Keep a contact as contact_name, contact_role, contact_phone in the list of enterprises or organisations; let a form that registers people reckon keep_until; do not ask for what is not needed.
problem-save-to-needs-list = With several entity lists save_to must say which one. Write list#property.

## Advice

advice-nearest = Is “{ $names }” meant?
advice-accepted = What can stand here: { $names }
