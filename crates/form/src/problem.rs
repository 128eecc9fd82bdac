//! What is wrong in a form that people gave us: collected in one pass, each with its place and advice.
//!
//! A [`Message`] says what is wrong as data. Its [`code`](Message::code) is the key of a text in the app's languages and
//! its [`arguments`](Message::arguments) fill that text; what it displays itself is for the log.
//!
//! Not here: who finds what (`xlsform`), and the texts that people read (the app).

use std::fmt;

use serde::{Deserialize, Serialize};

/// One finding about a workbook.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Problem {
    pub severity: Severity,
    pub place: Place,
    pub message: Message,
    pub advice: Option<Advice>,
}

/// Whether the form can be used all the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Severity {
    /// The field's converter refuses such a form, and so do we.
    Error,
    /// It works, but perhaps not as its author thinks.
    Warning,
}

/// Where in the form.
///
/// Of a workbook: `row` is as the spreadsheet shows it, from 1; `column` is the header's own text. Of a document `sheet` is
/// empty, `row` is the line, and `column` is the way down to the element or attribute, `body/group[2]/input/@ref`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Place {
    pub sheet: String,
    pub row: Option<u32>,
    pub column: Option<String>,
}

/// What may help to mend it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Advice {
    /// The known name that is closest to the one found.
    Nearest { kind: Known, name: String },
    /// All that is taken in this place.
    Accepted { kind: Known, names: Vec<String> },
}

/// What kind of thing a name in an [`Advice`] names.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Known {
    Type,
    Column,
    Function,
    Name,
    List,
    Sheet,
    Parameter,
    File,
    Text,
    Event,
    Appearance,
}

impl Advice {
    /// Every [`code`](Self::code).
    pub const CODES: &'static [&'static str] = &["nearest", "accepted"];

    /// Names the text, in kebab case.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Nearest { .. } => "nearest",
            Self::Accepted { .. } => "accepted",
        }
    }

    /// What the text has to show: one name, or several with commas between.
    pub fn argument(&self) -> String {
        match self {
            Self::Nearest { name, .. } => name.clone(),
            Self::Accepted { names, .. } => names.join(", "),
        }
    }
}

/// Declares [`Message`]: per variant its code, and its sentence for the log.
macro_rules! messages {
    ($($(#[$doc:meta])* $variant:ident $({ $($field:ident: $kind:ty),+ })? => $code:literal, $text:literal;)+) => {
        /// What is wrong.
        #[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
        pub enum Message {
            $($(#[$doc])* $variant $({ $($field: $kind),+ })?,)+
        }

        impl Message {
            /// Every [`code`](Self::code), so that a test can ask for a text for each.
            pub const CODES: &'static [&'static str] = &[$($code),+];

            /// The names of the [`arguments`](Self::arguments) of each of [`CODES`](Self::CODES), in the same order.
            pub const ARGUMENTS: &'static [&'static [&'static str]] = &[$(&[$($(stringify!($field)),+)?]),+];

            /// Names the text that people read, in kebab case.
            pub fn code(&self) -> &'static str {
                match self {
                    $(Self::$variant $({ $($field: _),+ })? => $code,)+
                }
            }

            /// What fills the places of that text.
            pub fn arguments(&self) -> Vec<(&'static str, String)> {
                match self {
                    $(Self::$variant $({ $($field),+ })? => vec![$($((stringify!($field), $field.to_string())),+)?],)+
                }
            }
        }

        impl fmt::Display for Message {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$variant $({ $($field),+ })? => write!(f, $text),)+
                }
            }
        }
    };
}

messages! {
    // Files that cannot be read at all.
    FileNotAWorkbook => "file-not-a-workbook", "not a workbook";
    FileOldWorkbook => "file-old-workbook", "workbook in the format of Excel 97 to 2003 (.xls)";
    FileBinaryWorkbook => "file-binary-workbook", "workbook in the binary format (.xlsb)";
    FileOpenDocument => "file-open-document", "OpenDocument spreadsheet (.ods)";
    FileLocked => "file-locked", "workbook is locked with a password";
    FileDamaged { part: String } => "file-damaged", "damaged: {part}";
    FileUnusual => "file-unusual", "no spreadsheet program writes such a file";
    FileEncodingUnread { row: u64 } => "file-encoding-unread", "row {row} is not UTF-8 text";
    FileTooLarge { megabytes: u64 } => "file-too-large", "larger than {megabytes} MiB";
    FileUnpackedTooLarge { megabytes: u64 } => "file-unpacked-too-large", "holds more than {megabytes} MiB";
    FileSheetsTooMany { limit: u64 } => "file-sheets-too-many", "more than {limit} sheets";
    FileRowsTooMany { limit: u64 } => "file-rows-too-many", "more than {limit} rows";
    FileColumnsTooMany { limit: u64 } => "file-columns-too-many", "more than {limit} columns";
    FileCellsTooMany { limit: u64 } => "file-cells-too-many", "more than {limit} cells";
    FileNotItems { element: String, row: u32 } => "file-not-items", "element '{element}' of item {row} has no place in a table of items";
    FileNotFeatures => "file-not-features", "not a GeoJSON collection of features";
    FileGeometryUnread { kind: String, row: u32 } => "file-geometry-unread", "geometry '{kind}' of feature {row} is not read";
    FileCellTooLong { limit: u64 } => "file-cell-too-long", "more than {limit} characters in a cell";

    // Documents.
    DocumentType => "document-type", "the document declares a document type";
    DocumentEncoding => "document-encoding", "the document is not UTF-8 text";
    DocumentEntity { name: String } => "document-entity", "the character '&{name};' is not known";
    DocumentMalformed { reason: String } => "document-malformed", "not well-formed XML: {reason}";
    DocumentCut => "document-cut", "the document ends before its last element is closed";
    DocumentTooDeep { limit: usize } => "document-too-deep", "elements are nested deeper than {limit}";
    DocumentTooLarge { limit: usize } => "document-too-large", "more than {limit} elements";
    NodesTooMany { limit: usize } => "nodes-too-many", "more than {limit} questions and groups";
    ActionsTooMany { limit: usize } => "actions-too-many", "more than {limit} actions";
    LanguagesTooMany { limit: usize } => "languages-too-many", "more than {limit} languages";
    ChoicesTooMany { limit: usize } => "choices-too-many", "more than {limit} choices";
    NotAForm => "not-a-form", "the document is no XForm";
    NoInstance => "no-instance", "the model has no instance to fill";
    LanguageTwice { language: String } => "language-twice", "the language '{language}' is declared twice";
    TextUnknown { id: String } => "text-unknown", "there is no text with the id '{id}'";
    ControlUnknown { name: String } => "control-unknown", "'{name}' is not known here and is left out";
    ControlTwice { path: String } => "control-twice", "'{path}' is asked for twice; the first counts";
    ControlOnGroup { name: String } => "control-on-group", "'{name}' is a group or repeat and cannot be answered";
    GroupWithoutNode => "group-without-node", "the group names no node, so its label and look are left out";
    ReferenceMissing { name: String } => "reference-missing", "'{name}' does not say which node it is for";
    PathInvalid { path: String } => "path-invalid", "'{path}' is not a plain path to a node";
    PathUnknown { path: String } => "path-unknown", "the instance has no node '{path}'";
    RepeatPrefilled { name: String } => "repeat-prefilled", "the repeat '{name}' has several instances already; it begins with one";
    EventUnknown { event: String } => "event-unknown", "the event '{event}' sets nothing here";
    ItemsetInvalid { text: String } => "itemset-invalid", "'{text}' is not a list of choices that can be offered";
    InstanceWithoutId => "instance-without-id", "the list has no id and cannot be looked up";
    InstanceShape { name: String } => "instance-shape", "parts of '{name}' are no rows of fields and cannot be looked up";
    ModelUnused => "model-unused", "a form has one model; this one is not used";
    SubmissionUnused => "submission-unused", "where the form would be sent to is not used here";

    // Sheets and columns.
    NoSurveySheet => "no-survey-sheet", "there is no sheet called 'survey'";
    NoChoicesSheet => "no-choices-sheet", "there is no sheet called 'choices'";
    NoExternalChoicesSheet => "no-external-choices-sheet", "there is no sheet called 'external_choices'";
    SheetMisspelt { sheet: String, meant: String } => "sheet-misspelt", "sheet '{sheet}' is not read; '{meant}' would be";
    ColumnMissing { column: String } => "column-missing", "there is no column '{column}'";
    ColumnTwice { first: String, second: String } => "column-twice", "columns '{first}' and '{second}' mean the same";
    ColumnUnknown { column: String } => "column-unknown", "column '{column}' is not known here; it is kept and not used";
    ColumnNotAllowed { column: String } => "column-not-allowed", "column '{column}' is not allowed on this sheet";
    ColumnNameInvalid { column: String } => "column-name-invalid", "column name '{column}' has spaces; the column is left out";
    ColumnDivided { column: String } => "column-divided", "column '{column}' has parts after '::' that this column does not take";
    ColumnSpacedTwice { column: String } => "column-spaced-twice", "column '{column}' stands twice but for spaces; the cells of the last that are filled count";
    SheetUnread { sheet: String } => "sheet-unread", "sheet '{sheet}' is kept and not used here";
    CellError { text: String } => "cell-error", "the cell holds the error {text}";
    LanguageIncomplete { language: String, columns: String } => "language-incomplete", "language '{language}' lacks {columns}";
    LanguageWithoutCode { language: String } => "language-without-code", "language '{language}' has no code in brackets";

    // Rows of the survey.
    TypeMissing => "type-missing", "the row has a name or a label but no type";
    TypeUnknown { kind: String } => "type-unknown", "question type '{kind}' is not known";
    TypeOutdated { kind: String } => "type-outdated", "type '{kind}' gives nothing on most devices";
    RowSkipped => "row-skipped", "the row has no type, name or label and is skipped";
    DisabledOutdated => "disabled-outdated", "column 'disabled' is outdated; 'relevant' does the same";
    NameMissing => "name-missing", "the row has no name";
    NameInvalid { name: String } => "name-invalid", "'{name}' is not a valid name";
    NameTwice { name: String } => "name-twice", "the name '{name}' is used twice in the same group";
    NameTwiceButForCase { name: String } => "name-twice-but-for-case", "the name '{name}' differs from another only in case";
    NameReserved { name: String } => "name-reserved", "the name '{name}' is reserved";
    RepeatNameTwice { name: String } => "repeat-name-twice", "two repeats are called '{name}'";
    RepeatNamedAsRoot { name: String } => "repeat-named-as-root", "the repeat '{name}' is called as the form's root is";
    RepeatWithoutLabel { name: String } => "repeat-without-label", "the repeat '{name}' has no label";
    AuditName => "audit-name", "an audit has no name of its own";
    EndWithoutBegin { kind: String } => "end-without-begin", "'end {kind}' closes nothing";
    BeginWithoutEnd { kind: String, name: String } => "begin-without-end", "'begin {kind}' of '{name}' is never closed";
    GroupsTooDeep { limit: usize } => "groups-too-deep", "groups stand in each other deeper than {limit}";
    PathsTooLong { megabytes: usize } => "paths-too-long", "the names of questions in groups take more than {megabytes} MiB";
    TextsTooMany { limit: usize } => "texts-too-many", "all rows in all languages are more than {limit} texts";
    LoopWithoutList => "loop-without-list", "a loop names the list that it goes over";
    LabelMissing { name: String } => "label-missing", "'{name}' has no label or hint";
    BigImageWithoutImage { name: String } => "big-image-without-image", "'{name}' has a big image but no image";
    MediaUnknown { kind: String } => "media-unknown", "media of kind '{kind}' are not known";
    CalculationMissing { name: String } => "calculation-missing", "'{name}' has nothing to calculate";
    CalculationNotAllowed { name: String } => "calculation-not-allowed", "'{name}' takes no calculation";
    TriggerMissing { name: String } => "trigger-missing", "'{name}' needs a trigger";
    TriggerInvalid { text: String } => "trigger-invalid", "'{text}' is not a list of references to questions";
    TriggerNotVisible { name: String } => "trigger-not-visible", "nobody sees '{name}', so it cannot trigger anything";
    LoopText { text: String } => "loop-text", "in a loop, '{text}' has a % that is neither %(name)s nor doubled";
    AppearanceUnknown { word: String } => "appearance-unknown", "appearance '{word}' is not known";
    AppearanceNotShown { word: String } => "appearance-not-shown", "appearance '{word}' is kept and not drawn here";
    ExternalInRepeat { name: String } => "external-in-repeat", "the file '{name}' cannot be declared straight inside a repeat";
    MaxPixelsAdvised => "max-pixels-advised", "parameter 'max-pixels' would keep pictures small";

    // References and expressions.
    ReferenceInvalid { text: String } => "reference-invalid", "'{text}' is not a reference such as ${{name}}";
    ReferenceUnknown { name: String } => "reference-unknown", "there is no question '{name}'";
    ReferenceAmbiguous { name: String } => "reference-ambiguous", "more than one node is called '{name}'";
    ExpressionValueMissing { near: String } => "expression-value-missing", "a value or a path should stand at '{near}'";
    ExpressionOperatorMissing { near: String } => "expression-operator-missing", "'{near}' follows without an operator";
    ExpressionBracketMissing { near: String } => "expression-bracket-missing", "a closing bracket should stand at '{near}'";
    ExpressionCommaMissing { near: String } => "expression-comma-missing", "a comma or a closing bracket should stand at '{near}'";
    ExpressionSquareBracketMissing { near: String } => "expression-square-bracket-missing", "a closing square bracket should stand at '{near}'";
    ExpressionQuoteMissing { near: String } => "expression-quote-missing", "the text in quotes has no end at '{near}'";
    ExpressionAxisUnknown { name: String } => "expression-axis-unknown", "there is no axis called '{name}'";
    ExpressionVariable { near: String } => "expression-variable", "there are no variables, at '{near}'";
    ExpressionTooDeep { limit: usize } => "expression-too-deep", "brackets are nested deeper than {limit}";
    ExpressionTooLong { limit: usize } => "expression-too-long", "the expression is longer than {limit} characters";
    ExpressionsTooLong { limit: usize } => "expressions-too-long", "all expressions of the form are longer than {limit} characters";
    MentionsTooMany { limit: usize } => "mentions-too-many", "expressions mention questions more than {limit} times";
    FunctionUnknown { name: String } => "function-unknown", "there is no function '{name}'";
    FunctionArguments { name: String, given: usize } => "function-arguments", "function '{name}' does not take {given} arguments";
    PatternInvalid { pattern: String } => "pattern-invalid", "pattern '{pattern}' has a mistake in its spelling";
    PatternLooksAround { pattern: String } => "pattern-looks-around", "pattern '{pattern}' looks ahead or behind";
    PatternRefersBack { pattern: String } => "pattern-refers-back", "pattern '{pattern}' refers back to a group";
    PatternTooLarge { pattern: String } => "pattern-too-large", "pattern '{pattern}' is too large when compiled";
    PatternTooLong { limit: usize } => "pattern-too-long", "the pattern is longer than {limit} characters";
    Cycle { chain: String } => "cycle", "each of these needs the next: {chain}";

    // Choices and files.
    ListUnknown { list: String } => "list-unknown", "there is no choice list '{list}'";
    ListEmpty { list: String } => "list-empty", "choice list '{list}' has no choices";
    NoChoices => "no-choices", "no choices stand below the headings";
    ChoiceListMissing => "choice-list-missing", "the choice belongs to no list";
    ChoicesOfDocument => "choices-of-document", "only the choices of an .xlsx form can be taken out and put back";
    CellFormula => "cell-formula", "the cell is worked out by a formula and cannot say something else";
    ChoiceNameMissing => "choice-name-missing", "the choice has no name";
    ChoiceLabelMissing => "choice-label-missing", "the choice has no label";
    ChoiceTwice { name: String } => "choice-twice", "the choice '{name}' stands twice in its list";
    ChoiceNameWithSpace { name: String, list: String } => "choice-name-with-space", "choice '{name}' of '{list}' has a space, which a select_multiple cannot keep";
    FilterWithOther => "filter-with-other", "a choice filter does not go with or_other";
    FilterInTableList => "filter-in-table-list", "a choice filter does not go with table-list";
    FilterMissing => "filter-missing", "select_one_external is meant for filtered lists";
    OtherWithLanguages => "other-with-languages", "or_other brings texts that are not translated";
    TableListFromElsewhere { name: String } => "table-list-from-elsewhere", "'{name}' takes its choices from elsewhere, so no table can show them once";
    TableListMixed { first: String, second: String } => "table-list-mixed", "a table-list has one choice list, not '{first}' and '{second}'";
    FileNameInvalid { file: String } => "file-name-invalid", "'{file}' does not end in .csv, .xml or .geojson";
    FileMissing { file: String } => "file-missing", "file '{file}' is not attached";
    FileColumnMissing { file: String, column: String } => "file-column-missing", "file '{file}' has no column '{column}'";
    FileKindUnread { file: String } => "file-kind-unread", "files such as '{file}' are not read yet";
    InstanceTwice { name: String } => "instance-twice", "two different lists or files are called '{name}'";
    InstanceUnknown { name: String } => "instance-unknown", "there is no list or file '{name}'";
    SearchWithFile { name: String } => "search-with-file", "'{name}' uses search() on a select from a file";
    SearchSharesList { name: String, list: String } => "search-shares-list", "'{name}' uses search(), and others use its list '{list}' without";
    SearchUnsupported { name: String } => "search-unsupported", "search() of '{name}' is not run here; all choices of the list are offered";

    // Parameters.
    ParametersInvalid { text: String } => "parameters-invalid", "'{text}' is not of the form key=value key=value";
    ParameterUnknown { name: String } => "parameter-unknown", "parameter '{name}' is not known for this type";
    ParameterValue { name: String, value: String } => "parameter-value", "parameter '{name}' cannot be '{value}'";
    ParameterNotNumber { name: String } => "parameter-not-number", "parameter '{name}' is not a number";
    ParameterNeeds { name: String, needed: String } => "parameter-needs", "parameter '{name}' goes only with '{needed}'";
    ParameterAppearance { name: String } => "parameter-appearance", "parameter '{name}' does not go with this appearance";
    GeometryUnknown { name: String } => "geometry-unknown", "'{name}' is no list, file or repeat with places";
    RangeZero { name: String } => "range-zero", "parameter '{name}' of a range is zero";
    RangeTooLarge { name: String } => "range-too-large", "parameter '{name}' is larger than the range";
    RangeNotOnStep { name: String } => "range-not-on-step", "'{name}' does not fall on a step of the range";
    RangeOutside { name: String } => "range-outside", "'{name}' is outside the range";
    RangeLabelsNotNumbers { list: String } => "range-labels-not-numbers", "choices of '{list}' are not all numbers";
    RangeLabelsNotEnds { list: String } => "range-labels-not-ends", "without ticks only the ends of the range can have labels, not all of '{list}'";

    // Settings.
    SettingTwice { first: String, second: String } => "setting-twice", "settings '{first}' and '{second}' mean the same";
    SettingUnused { name: String } => "setting-unused", "setting '{name}' is kept and has no effect here";
    FormIdMissing => "form-id-missing", "the form has no id";
    InstanceIdNeeded => "instance-id-needed", "an encrypted form cannot leave out its instance id";
    EncryptionUnsupported => "encryption-unsupported", "the form's own encryption is not used here; batches are sealed instead";

    // Entities.
    EntityListMissing => "entity-list-missing", "the entity has no list name";
    EntityListInvalid { list: String } => "entity-list-invalid", "'{list}' cannot name an entity list";
    EntityListTwice { list: String } => "entity-list-twice", "the entity list '{list}' is declared twice";
    EntityNeedsLabel { list: String } => "entity-needs-label", "entities of '{list}' are created, so they need a label";
    EntityNeedsId { list: String } => "entity-needs-id", "entities of '{list}' are updated, so they need an entity_id";
    EntityNeedsUpdateIf { list: String } => "entity-needs-update-if", "entities of '{list}' are created and updated, so update_if must say when";
    EntityPlaceTaken { list: String, row: u32 } => "entity-place-taken", "the group or repeat of entity '{list}' is taken by row {row}";
    EntityPlacesDiffer { list: String, first: String, second: String } => "entity-places-differ", "entity '{list}' is filled from '{first}' and from '{second}', which do not repeat together";
    SaveToWithoutEntity => "save-to-without-entity", "save_to needs an entity";
    SaveToOnGroup => "save-to-on-group", "a group or repeat is not saved to a property";
    SaveToInvalid { property: String } => "save-to-invalid", "'{property}' cannot name a property";
    SaveToReserved { property: String } => "save-to-reserved", "the property name '{property}' is reserved";
    SaveToTwice { property: String, row: u32 } => "save-to-twice", "property '{property}' is saved already in row {row}";
    SaveToListUnknown { list: String } => "save-to-list-unknown", "there is no entity of list '{list}'";
    PersonalWithoutRule { property: String } => "personal-without-rule", "'{property}' says something of a person, and no rule says when it goes";
    SaveToNeedsList => "save-to-needs-list", "with several entities save_to names the list: list#property";
}

impl Problem {
    /// Whether the form cannot be used because of this.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { sheet, row, column } = &self.place;
        let (row_word, column_word) = if sheet.is_empty() { ("line", "at") } else { ("row", "column") };
        write!(f, "{sheet}")?;
        if let Some(row) = row {
            write!(f, " {row_word} {row}")?;
        }
        if let Some(column) = column {
            write!(f, " {column_word} '{column}'")?;
        }
        write!(f, ": {}", self.message)?;
        if let Some(advice) = &self.advice {
            write!(f, " ({}: {})", advice.code(), advice.argument())?;
        }
        Ok(())
    }
}
