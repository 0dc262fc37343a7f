//! `stance actor role` and `affiliation`: offices and organizations by day.

use crate::cli::context::{Context, day};
use crate::cli::error::CliError;
use crate::cli::{Done, recode};
use crate::model::Role;
use crate::store::Store;
use crate::store::write::Decision;

/// What follows the help on offices.
pub(super) const OFFICES: &str = "Examples:\n  \
    stance actor role lloyd-austin \"secretary of defense\" --of pentagon --from 2021-01-22 --until 2025-01-20\n  \
    stance actor role holt mayor --until 2024-06-01        the office that is known ends\n\n\
    \"The mayor\" in an article of those days is the actor then: the stored articles are read again. What is noted\n\
    survives \"codebook apply\", and stands for what the codebook has of the same title, organization and first day.";

/// What follows the help on affiliations.
pub(super) const AFFILIATIONS: &str = "Example:\n  \
    stance actor affiliation holt harbour-party --from 2019-05-01\n\n\
    Networks by organization (stance network --nodes organizations) go by it, as by offices.";

/// When it held, and how to go about it.
#[derive(Debug, clap::Args)]
pub(super) struct Held {
    /// First day; left out where it is not known
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// First day on which it no longer held; left out where it still does
    #[arg(long, value_name = "DAY")]
    until: Option<String>,
    /// Why
    #[arg(long)]
    reason: Option<String>,
    /// Show which positions would change and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Leave the stored articles as they are read, to note several: stance recode reads them again
    #[arg(long, conflicts_with = "dry_run")]
    no_recode: bool,
}

/// Notes an office, or an affiliation where the title is empty, and reads the stored articles by it.
pub(super) async fn note(
    store: &Store,
    context: &Context,
    actor: &str,
    title: &str,
    organization: Option<&str>,
    held: &Held,
) -> Result<Done, CliError> {
    let actor = store.actor(actor).await?;
    let organization = match organization {
        Some(given) => Some(store.organization(store.actor(given).await?).await?),
        None => None,
    };
    let a_day = |given: &Option<String>| -> Result<_, CliError> {
        given.as_deref().map(|d| day(d, context.today)).transpose()
    };
    let role = Role {
        title: title.to_owned(),
        organization,
        from: a_day(&held.from)?,
        to: a_day(&held.until)?,
    };
    if held.dry_run {
        let noted = store.role_foretold(actor, &role, context.by()).await?;
        recode::anew(store, context, noted, true).await?;
        return Ok(Done::Well);
    }
    // Nobody is read by the organization alone.
    let is_read_by = !title.is_empty();
    let decision = Decision::Role { actor, role };
    let id = store
        .decide(&decision, context.by(), held.reason.as_deref())
        .await?;
    context.remark(&format!(
        "done (decision {id}); take it back with: stance actor undo {id}"
    ));
    match (is_read_by, held.no_recode) {
        (true, false) => recode::anew(store, context, None, false).await?,
        (true, true) => {
            context.remark("the stored articles are read by it from the next: stance recode")
        }
        (false, _) => {}
    }
    Ok(Done::Well)
}
