//! A project written whole.

use std::collections::BTreeMap;

use sqlx::{Connection, SqliteConnection};

use crate::exchange::dna::{Project, Value, hashed};

/// The version of DNA whose tables these are.
const VERSION: &str = "3.0.11";

/// Colours that tell coders apart, one after the other.
const COLOURS: [(i64, i64, i64); 6] = [
    (255, 255, 0),
    (141, 211, 199),
    (190, 186, 218),
    (251, 128, 114),
    (128, 177, 211),
    (253, 180, 98),
];

pub(super) async fn project(
    file: &mut SqliteConnection,
    project: &Project,
) -> Result<(), sqlx::Error> {
    let mut file = file.begin().await?;
    sqlx::raw_sql(include_str!("schema.sql"))
        .execute(&mut *file)
        .await?;
    for (property, value) in [("version", VERSION), ("date", "2022-11-22")] {
        sqlx::query("insert into SETTINGS (Property, Value) values (?, ?)")
            .bind(property)
            .bind(value)
            .execute(&mut *file)
            .await?;
    }
    let password = hashed();
    for (coder, colour) in project.coders.iter().zip(COLOURS.iter().cycle()) {
        sqlx::query(
            "insert into CODERS (ID, Name, Red, Green, Blue, Password) values (?, ?, ?, ?, ?, ?)",
        )
        .bind(coder.id)
        .bind(&coder.name)
        .bind(colour.0)
        .bind(colour.1)
        .bind(colour.2)
        .bind(&password)
        .execute(&mut *file)
        .await?;
    }
    // Everybody may see and edit what everybody else coded.
    sqlx::query("insert into CODERRELATIONS (Coder, OtherCoder) select one.ID, other.ID from CODERS one join CODERS other on other.ID <> one.ID order by 1, 2")
        .execute(&mut *file)
        .await?;
    for document in &project.documents {
        sqlx::query("insert into DOCUMENTS (ID, Title, Text, Coder, Author, Source, Section, Notes, Type, Date) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .bind(document.id)
            .bind(&document.title)
            .bind(&document.text)
            .bind(document.coder)
            .bind(&document.author)
            .bind(&document.source)
            .bind(&document.section)
            .bind(&document.notes)
            .bind(&document.kind)
            .bind(document.date)
            .execute(&mut *file)
            .await?;
    }
    for kind in &project.types {
        sqlx::query(
            "insert into STATEMENTTYPES (ID, Label, Red, Green, Blue) values (?, ?, 239, 208, 51)",
        )
        .bind(kind.id)
        .bind(&kind.label)
        .execute(&mut *file)
        .await?;
    }
    for variable in &project.variables {
        sqlx::query(
            "insert into VARIABLES (ID, Variable, DataType, StatementTypeId) values (?, ?, ?, ?)",
        )
        .bind(variable.id)
        .bind(&variable.name)
        .bind(&variable.data)
        .bind(variable.of)
        .execute(&mut *file)
        .await?;
    }
    entities(&mut file, project).await?;
    for coded in &project.statements {
        sqlx::query("insert into STATEMENTS (ID, StatementTypeId, DocumentId, Start, Stop, Coder) values (?, ?, ?, ?, ?, ?)")
            .bind(coded.id)
            .bind(coded.of)
            .bind(coded.document)
            .bind(coded.start)
            .bind(coded.stop)
            .bind(coded.coder)
            .execute(&mut *file)
            .await?;
        for (variable, value) in &coded.values {
            said(&mut file, coded.id, *variable, value).await?;
        }
    }
    file.commit().await
}

/// What a variable of a statement says.
async fn said(
    file: &mut SqliteConnection,
    statement: i64,
    variable: i64,
    value: &Value,
) -> Result<(), sqlx::Error> {
    let query = match value {
        Value::Boolean(is) => {
            sqlx::query("insert into DATABOOLEAN (StatementId, VariableId, Value) values (?, ?, ?)")
                .bind(statement)
                .bind(variable)
                .bind(i64::from(*is))
        }
        Value::Integer(number) => {
            sqlx::query("insert into DATAINTEGER (StatementId, VariableId, Value) values (?, ?, ?)")
                .bind(statement)
                .bind(variable)
                .bind(number)
        }
        Value::Long(text) => sqlx::query(
            "insert into DATALONGTEXT (StatementId, VariableId, Value) values (?, ?, ?)",
        )
        .bind(statement)
        .bind(variable)
        .bind(text),
        Value::Entity(entity) => sqlx::query(
            "insert into DATASHORTTEXT (StatementId, VariableId, Entity) values (?, ?, ?)",
        )
        .bind(statement)
        .bind(variable)
        .bind(entity),
    };
    query.execute(file).await?;
    Ok(())
}

/// Entities, and every attribute of a variable for each of them: DNA asks for all, also the empty ones.
async fn entities(file: &mut SqliteConnection, project: &Project) -> Result<(), sqlx::Error> {
    let mut names: BTreeMap<i64, Vec<&str>> = BTreeMap::new();
    for variable in project.variables.iter().filter(|v| v.data == "short text") {
        names.insert(variable.id, vec!["Type", "Alias", "Notes"]);
    }
    for entity in &project.entities {
        let known = names.entry(entity.variable).or_default();
        for (name, _) in &entity.attributes {
            if !known.contains(&name.as_str()) {
                known.push(name);
            }
        }
    }
    let (mut id, mut ids) = (0, BTreeMap::new());
    for (variable, names) in &names {
        for name in names {
            id += 1;
            ids.insert((*variable, *name), id);
            sqlx::query("insert into ATTRIBUTEVARIABLES (ID, VariableId, AttributeVariable) values (?, ?, ?)")
                .bind(id)
                .bind(variable)
                .bind(*name)
                .execute(&mut *file)
                .await?;
        }
    }
    for entity in &project.entities {
        sqlx::query("insert into ENTITIES (ID, VariableId, Value, Red, Green, Blue, ChildOf) values (?, ?, ?, 0, 0, 0, ?)")
            .bind(entity.id)
            .bind(entity.variable)
            .bind(&entity.value)
            .bind(entity.child_of)
            .execute(&mut *file)
            .await?;
        for name in names.get(&entity.variable).into_iter().flatten() {
            let value = entity.attributes.iter().find(|(known, _)| known == name);
            sqlx::query("insert into ATTRIBUTEVALUES (EntityId, AttributeVariableId, AttributeValue) values (?, ?, ?)")
                .bind(entity.id)
                .bind(ids.get(&(entity.variable, *name)))
                .bind(value.map_or("", |(_, value)| value.as_str()))
                .execute(&mut *file)
                .await?;
        }
    }
    Ok(())
}
