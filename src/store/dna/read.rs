//! A project read in full.

use std::collections::BTreeMap;

use sqlx::SqliteConnection;

use crate::exchange::dna::{
    Coded, Coder, Document, Entity, Project, StatementType, Value, Variable,
};

/// Why a file is not read.
pub(super) enum Reason {
    /// SQLite's words.
    Sql(sqlx::Error),
    /// A version before the third.
    Version(String),
}

impl From<sqlx::Error> for Reason {
    fn from(error: sqlx::Error) -> Self {
        Self::Sql(error)
    }
}

/// A document's columns in their order.
type DocumentRow = (
    i64,
    String,
    String,
    i64,
    String,
    String,
    String,
    String,
    String,
    i64,
);

pub(super) async fn project(file: &mut SqliteConnection) -> Result<Project, Reason> {
    let version: Option<String> =
        sqlx::query_scalar("select Value from SETTINGS where Property = 'version'")
            .fetch_optional(&mut *file)
            .await?;
    if let Some(version) = version.filter(|version| !version.starts_with('3')) {
        return Err(Reason::Version(version));
    }
    let coders: Vec<(i64, String)> = sqlx::query_as("select ID, Name from CODERS order by ID")
        .fetch_all(&mut *file)
        .await?;
    let documents: Vec<DocumentRow> = sqlx::query_as(
        "select ID, Title, Text, coalesce(Coder, 0), Author, Source, Section, Notes, Type, cast(Date as integer) from DOCUMENTS order by ID",
    )
    .fetch_all(&mut *file)
    .await?;
    let types: Vec<(i64, String)> =
        sqlx::query_as("select ID, Label from STATEMENTTYPES order by ID")
            .fetch_all(&mut *file)
            .await?;
    let variables: Vec<(i64, String, String, i64)> = sqlx::query_as(
        "select ID, Variable, DataType, coalesce(StatementTypeId, 0) from VARIABLES order by ID",
    )
    .fetch_all(&mut *file)
    .await?;
    let statements: Vec<(i64, i64, i64, i64, i64, i64)> = sqlx::query_as(
        "select ID, coalesce(StatementTypeId, 0), coalesce(DocumentId, 0), Start, Stop, coalesce(Coder, 0) from STATEMENTS order by ID",
    )
    .fetch_all(&mut *file)
    .await?;
    let mut values = values(file).await?;
    Ok(Project {
        coders: coders
            .into_iter()
            .map(|(id, name)| Coder { id, name })
            .collect(),
        documents: documents
            .into_iter()
            .map(
                |(id, title, text, coder, author, source, section, notes, kind, date)| Document {
                    id,
                    title,
                    text,
                    coder,
                    author,
                    source,
                    section,
                    notes,
                    kind,
                    date,
                },
            )
            .collect(),
        types: types
            .into_iter()
            .map(|(id, label)| StatementType { id, label })
            .collect(),
        variables: variables
            .into_iter()
            .map(|(id, name, data, of)| Variable { id, name, data, of })
            .collect(),
        entities: entities(file).await?,
        statements: statements
            .into_iter()
            .map(|(id, of, document, start, stop, coder)| Coded {
                id,
                of,
                document,
                start,
                stop,
                coder,
                values: values.remove(&id).unwrap_or_default(),
            })
            .collect(),
    })
}

/// What the variables of each statement say, in the order of the variables.
async fn values(
    file: &mut SqliteConnection,
) -> Result<BTreeMap<i64, Vec<(i64, Value)>>, sqlx::Error> {
    let mut values: BTreeMap<i64, Vec<(i64, Value)>> = BTreeMap::new();
    let mut add = |statement: i64, variable: i64, value: Value| {
        values.entry(statement).or_default().push((variable, value));
    };
    let numbers = |table: &str, column: &str| {
        format!("select StatementId, VariableId, {column} from {table}")
    };
    type Numbers = Vec<(i64, i64, i64)>;
    let found: Numbers = sqlx::query_as(sqlx::AssertSqlSafe(numbers("DATABOOLEAN", "Value")))
        .fetch_all(&mut *file)
        .await?;
    found
        .into_iter()
        .for_each(|(s, v, is)| add(s, v, Value::Boolean(is != 0)));
    let found: Numbers = sqlx::query_as(sqlx::AssertSqlSafe(numbers("DATAINTEGER", "Value")))
        .fetch_all(&mut *file)
        .await?;
    found
        .into_iter()
        .for_each(|(s, v, number)| add(s, v, Value::Integer(number)));
    let found: Numbers = sqlx::query_as(sqlx::AssertSqlSafe(numbers("DATASHORTTEXT", "Entity")))
        .fetch_all(&mut *file)
        .await?;
    found
        .into_iter()
        .for_each(|(s, v, entity)| add(s, v, Value::Entity(entity)));
    let found: Vec<(i64, i64, String)> =
        sqlx::query_as("select StatementId, VariableId, coalesce(Value, '') from DATALONGTEXT")
            .fetch_all(file)
            .await?;
    found
        .into_iter()
        .for_each(|(s, v, text)| add(s, v, Value::Long(text)));
    for said in values.values_mut() {
        said.sort_by_key(|(variable, _)| *variable);
    }
    Ok(values)
}

async fn entities(file: &mut SqliteConnection) -> Result<Vec<Entity>, sqlx::Error> {
    let attributes: Vec<(i64, String, String)> = sqlx::query_as(
        "select v.EntityId, n.AttributeVariable, v.AttributeValue from ATTRIBUTEVALUES v \
         join ATTRIBUTEVARIABLES n on n.ID = v.AttributeVariableId where v.AttributeValue <> '' order by v.EntityId, n.ID",
    )
    .fetch_all(&mut *file)
    .await?;
    let mut of: BTreeMap<i64, Vec<(String, String)>> = BTreeMap::new();
    for (entity, name, value) in attributes {
        of.entry(entity).or_default().push((name, value));
    }
    let entities: Vec<(i64, i64, String, Option<i64>)> =
        sqlx::query_as("select ID, VariableId, Value, ChildOf from ENTITIES order by ID")
            .fetch_all(file)
            .await?;
    Ok(entities
        .into_iter()
        .map(|(id, variable, value, child_of)| Entity {
            id,
            variable,
            value,
            child_of,
            attributes: of.remove(&id).unwrap_or_default(),
        })
        .collect())
}
