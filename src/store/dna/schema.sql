-- The tables of a project of Discourse Network Analyzer 3, with the names, types and limits that it asks for.
create table SETTINGS (Property text primary key, Value text not null);

create table CODERS (
    ID integer not null primary key,
    Name text not null check (length(Name) < 191),
    Red integer not null default 0 check (Red between 0 and 255),
    Green integer not null default 0 check (Green between 0 and 255),
    Blue integer not null default 0 check (Blue between 0 and 255),
    Refresh integer not null default 0 check (Refresh between 0 and 9999),
    FontSize integer not null default 14 check (FontSize between 1 and 99),
    Password text not null check (length(Password) < 191),
    PopupWidth integer default 300 check (PopupWidth between 100 and 9999),
    ColorByCoder integer not null default 0 check (ColorByCoder in (0, 1)),
    PopupDecoration integer not null default 0 check (PopupDecoration in (0, 1)),
    PopupAutoComplete integer not null default 1 check (PopupAutoComplete in (0, 1)),
    PermissionAddDocuments integer not null default 1 check (PermissionAddDocuments in (0, 1)),
    PermissionEditDocuments integer not null default 1 check (PermissionEditDocuments in (0, 1)),
    PermissionDeleteDocuments integer not null default 1 check (PermissionDeleteDocuments in (0, 1)),
    PermissionImportDocuments integer not null default 1 check (PermissionImportDocuments in (0, 1)),
    PermissionAddStatements integer not null default 1 check (PermissionAddStatements in (0, 1)),
    PermissionEditStatements integer not null default 1 check (PermissionEditStatements in (0, 1)),
    PermissionDeleteStatements integer not null default 1 check (PermissionDeleteStatements in (0, 1)),
    PermissionEditAttributes integer not null default 1 check (PermissionEditAttributes in (0, 1)),
    PermissionEditRegex integer not null default 1 check (PermissionEditRegex in (0, 1)),
    PermissionEditStatementTypes integer not null default 1 check (PermissionEditStatementTypes in (0, 1)),
    PermissionEditCoders integer not null default 1 check (PermissionEditCoders in (0, 1)),
    PermissionEditCoderRelations integer not null default 1 check (PermissionEditCoderRelations in (0, 1)),
    PermissionViewOthersDocuments integer not null default 1 check (PermissionViewOthersDocuments in (0, 1)),
    PermissionEditOthersDocuments integer not null default 1 check (PermissionEditOthersDocuments in (0, 1)),
    PermissionViewOthersStatements integer not null default 1 check (PermissionViewOthersStatements in (0, 1)),
    PermissionEditOthersStatements integer not null default 1 check (PermissionEditOthersStatements in (0, 1))
);

create table DOCUMENTS (
    ID integer not null primary key,
    Title text not null check (length(Title) < 191),
    Text text not null,
    Coder integer references CODERS (ID) on delete cascade,
    Author text not null default '' check (length(Author) < 191),
    Source text not null default '' check (length(Source) < 191),
    Section text not null default '' check (length(Section) < 191),
    Notes text not null default '',
    Type text not null default '' check (length(Type) < 191),
    Date integer not null
);

create table STATEMENTTYPES (
    ID integer not null primary key,
    Label text not null check (length(Label) < 191),
    Red integer not null default 0 check (Red between 0 and 255),
    Green integer not null default 0 check (Green between 0 and 255),
    Blue integer not null default 0 check (Blue between 0 and 255)
);

create table VARIABLES (
    ID integer not null primary key,
    Variable text not null check (length(Variable) < 191),
    DataType text not null default 'short text' check (DataType in ('boolean', 'integer', 'long text', 'short text')),
    StatementTypeId integer references STATEMENTTYPES (ID) on delete cascade,
    unique (Variable, StatementTypeId)
);

create table VARIABLELINKS (
    ID integer not null primary key,
    SourceVariableId integer references VARIABLES (ID) on delete cascade,
    TargetVariableId integer references VARIABLES (ID) on delete cascade,
    check (TargetVariableId != SourceVariableId)
);

create table REGEXES (
    Label text primary key check (length(Label) < 191),
    Red integer not null default 0 check (Red between 0 and 255),
    Green integer not null default 0 check (Green between 0 and 255),
    Blue integer not null default 0 check (Blue between 0 and 255)
);

create table CODERRELATIONS (
    ID integer not null primary key,
    Coder integer check (Coder > 0) references CODERS (ID) on delete cascade,
    OtherCoder integer check (OtherCoder > 0) references CODERS (ID) on delete cascade,
    viewStatements integer not null default 1 check (viewStatements in (0, 1)),
    editStatements integer not null default 1 check (editStatements in (0, 1)),
    viewDocuments integer not null default 1 check (viewDocuments in (0, 1)),
    editDocuments integer not null default 1 check (editDocuments in (0, 1)),
    check (Coder != OtherCoder)
);

create table STATEMENTS (
    ID integer not null primary key,
    StatementTypeId integer references STATEMENTTYPES (ID) on delete cascade,
    DocumentId integer references DOCUMENTS (ID) on delete cascade,
    Start integer not null check (Start >= 0),
    Stop integer not null check (Stop >= 0),
    Coder integer references CODERS (ID) on delete cascade,
    check (Start < Stop)
);

create table DATABOOLEAN (
    ID integer primary key not null,
    StatementId integer not null references STATEMENTS (ID) on delete cascade,
    VariableId integer not null references VARIABLES (ID) on delete cascade,
    Value integer not null default 1,
    unique (StatementId, VariableId)
);

create table DATAINTEGER (
    ID integer primary key not null,
    StatementId integer not null references STATEMENTS (ID) on delete cascade,
    VariableId integer not null references VARIABLES (ID) on delete cascade,
    Value integer not null default 0,
    unique (StatementId, VariableId)
);

create table ENTITIES (
    ID integer primary key not null,
    VariableId integer not null references VARIABLES (ID) on delete cascade,
    Value text not null default '' check (length(Value) < 191),
    Red integer check (Red between 0 and 255),
    Green integer check (Green between 0 and 255),
    Blue integer check (Blue between 0 and 255),
    ChildOf integer check (ChildOf > 0) references ENTITIES (ID) on delete cascade,
    unique (VariableId, Value)
);

create table DATASHORTTEXT (
    ID integer primary key not null,
    StatementId integer not null references STATEMENTS (ID) on delete cascade,
    VariableId integer not null references VARIABLES (ID) on delete cascade,
    Entity integer not null references ENTITIES (ID) on delete cascade,
    unique (StatementId, VariableId)
);

create table DATALONGTEXT (
    ID integer primary key not null,
    StatementId integer not null references STATEMENTS (ID) on delete cascade,
    VariableId integer not null references VARIABLES (ID) on delete cascade,
    Value text default '',
    unique (StatementId, VariableId)
);

create table ATTRIBUTEVARIABLES (
    ID integer primary key not null,
    VariableId integer not null references VARIABLES (ID) on delete cascade,
    AttributeVariable text not null check (length(AttributeVariable) < 191),
    unique (VariableId, AttributeVariable)
);

create table ATTRIBUTEVALUES (
    ID integer primary key not null,
    EntityId integer not null references ENTITIES (ID) on delete cascade,
    AttributeVariableId integer not null references ATTRIBUTEVARIABLES (ID) on delete cascade,
    AttributeValue text not null default '' check (length(AttributeValue) < 191),
    unique (EntityId, AttributeVariableId)
);
