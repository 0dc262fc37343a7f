//! Statements from a CSV file.

use std::collections::BTreeSet;
use std::path::Path;

use super::{Done, marked, told};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::ingest::{Table, table};
use crate::report;
use crate::store::Store;

/// Records what a file of statements says, row by row; a row that is refused is told and the rest is done.
pub(super) async fn run(
    store: &Store,
    file: &Path,
    coder: &str,
    context: &Context,
) -> Result<Done, CliError> {
    let name = file.display();
    let bytes = std::fs::read(file).map_err(|error| CliError::file(&name, &error))?;
    let Table { header, rows } = table(&name.to_string(), &bytes)?;
    if !header.iter().any(|column| column == "article") {
        return Err(CliError::new(format!(
            "{name}: no column \"article\" among {}",
            header.join(", ")
        ))
        .hint("columns are article, actor, topic, stance, passage, read; see stance code --help"));
    }
    let (mut recorded, mut refused) = (0, 0);
    let mut read = BTreeSet::new();
    for (line, row) in rows {
        let given = |field: &str| {
            let at = header.iter().position(|column| column == field)?;
            row.get(at)
                .map(|value| value.trim().to_owned())
                .filter(|value| !value.is_empty())
        };
        let done = async {
            let article = given("article")
                .and_then(|id| id.parse::<i64>().ok())
                .ok_or_else(|| CliError::new("\"article\" is no article's id"))?;
            if given("passage").is_some() || given("actor").is_some() {
                let marked = marked(article, &given, store, coder, context.today).await?;
                store.mark(&marked, coder).await?;
                recorded += 1;
            }
            let yes = given("read").map(|word| word.to_lowercase());
            if yes.is_some_and(|word| ["yes", "y", "true", "1", "x"].contains(&word.as_str())) {
                read.insert(article);
            }
            Ok::<(), CliError>(())
        };
        if let Err(error) = done.await {
            refused += 1;
            eprintln!("refused: {name}:{line}: {error}");
        }
    }
    context.remark(&format!(
        "{} recorded, {refused} refused",
        report::count(recorded, "statement")
    ));
    for article in read {
        match store.finish_reading(article, coder, None).await {
            Ok(finished) => context.remark(&format!("article {article}: {}", told(&finished))),
            Err(error) => {
                refused += 1;
                eprintln!("refused: article {article}: {error}");
            }
        }
    }
    Ok(match refused {
        0 => Done::Well,
        _ => Done::WithFaults,
    })
}
