//! Reports on very many actors, for people: those with most statements are shown, and it is said how to see all.

use chrono::NaiveDate;

use super::context::Context;
use super::error::CliError;
use crate::report::{Block, Line, number};
use crate::store::Store;
use crate::store::read::Scope;

/// Narrows a scope that names no actor to the `most` with most statements by a day, where there are more; says so in
/// words. Rows for programs are left whole, and so is what was recorded earlier.
pub(super) async fn narrowed(
    store: &Store,
    scope: &mut Scope,
    day: NaiveDate,
    most: i64,
    context: &Context,
) -> Result<Option<Block>, CliError> {
    if !scope.actors.is_empty() || !context.for_people() || !context.is_of_now() {
        return Ok(None);
    }
    let (foremost, everyone) = store.most_heard(scope, day, most).await?;
    if everyone <= most {
        return Ok(None);
    }
    scope.actors = foremost;
    let line = Line::plain(format!(
        "The {most} actors with most statements, of {}; all of them: ",
        number(everyone)
    ));
    Ok(Some(Block::Note(line.code("--everyone"))))
}
