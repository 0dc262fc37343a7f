//! `stance actor`: who is who.

mod role;

use clap::Subcommand;

use super::context::Context;
use super::error::CliError;
use super::{Done, recode};
use crate::report::{self, count};
use crate::store::Store;
use crate::store::read::Scope;
use crate::store::write::Decision;

/// List and show actors; merge, split, name, rename, note offices, and take each back
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List actors, those with most statements first
    #[command(after_help = "Example:\n  stance actor list --format csv")]
    List,
    /// Show an actor: names, offices, positions, shifts
    #[command(after_help = "Example:\n  stance actor show scholz")]
    Show {
        /// Id, name or alias
        actor: String,
    },
    /// Say that two are one: all of the second is shown as the first, in later articles too
    #[command(
        after_help = "Example:\n  stance actor merge zelenskyy \"Volodimir Zelensky\" --reason \"spelling\""
    )]
    Merge {
        /// The actor that stays
        into: String,
        /// The actor that is shown as it
        from: String,
        /// Why
        #[arg(long)]
        reason: Option<String>,
        /// Show what would change and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Say that two are not one: a merged actor comes apart for good, or some claims are somebody else's
    #[command(after_help = "Examples:\n  \
        stance actor split zelenskyy 214\n  \
        stance actor split johnson --claims 31 47 --name \"Ron Johnson\"")]
    Split {
        /// The actor that both are shown as
        from: String,
        /// The merged actor's own id (see stance actor show)
        #[arg(required_unless_present = "claims")]
        actor: Option<i64>,
        /// Claims that are somebody else's
        #[arg(long, num_args = 1.., requires = "name", value_name = "ID")]
        claims: Vec<i64>,
        /// Name of the somebody else
        #[arg(long)]
        name: Option<String>,
        /// Why
        #[arg(long)]
        reason: Option<String>,
        /// Show what would change and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Give an actor another name, for what is there and what will come
    #[command(after_help = "Example:\n  stance actor alias scholz \"Chancellor Olaf Scholz\"")]
    Alias {
        /// Id, name or alias
        actor: String,
        /// The name
        name: String,
        /// Show what would change and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Show an actor under another name; the old one goes on to mean it
    #[command(after_help = "Example:\n  \
        stance actor rename \"Mira Holt\" \"Mira Holt-Brandt\" --reason \"married in May\"\n\n\
        The name survives \"codebook apply\" until the codebook gives another one.")]
    Rename {
        /// Id, name or alias
        actor: String,
        /// The new name
        name: String,
        /// Why
        #[arg(long)]
        reason: Option<String>,
        /// Show what would change and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Note an office that an actor held, from a day until another
    #[command(after_help = role::OFFICES)]
    Role {
        /// Id, name or alias
        actor: String,
        /// The office as articles name it
        title: String,
        /// The organization that it is an office of
        #[arg(long, value_name = "ACTOR")]
        of: Option<String>,
        #[command(flatten)]
        held: role::Held,
    },
    /// Note that an actor belonged to an organization, from a day until another
    #[command(after_help = role::AFFILIATIONS)]
    Affiliation {
        /// Id, name or alias
        actor: String,
        /// The organization
        organization: String,
        #[command(flatten)]
        held: role::Held,
    },
    /// Take a decision back: the last one, or the one given
    #[command(after_help = "Example:\n  stance actor undo 3")]
    Undo {
        /// The decision's id
        decision: Option<i64>,
    },
}

impl Args {
    /// Whether a report is asked for, and nothing is done.
    pub(super) fn is_report(&self) -> bool {
        matches!(self.verb, Verb::List | Verb::Show { .. })
    }
}

pub(super) async fn run(args: Args, context: Context) -> Result<Done, CliError> {
    let store = context.store().await?;
    let (decision, reason, dry_run) = match args.verb {
        Verb::List => {
            let rows = store.actors(&Scope::default()).await?;
            let namesakes = report::Namesakes::of(&rows).ids();
            let seen = store.first_seen(&namesakes).await?;
            let list = report::actor_list(&rows, &seen);
            context.print(&context.of_record(&store, list, None).await?)?;
            return Ok(Done::Well);
        }
        Verb::Show { actor } => {
            let id = store.actor(&actor).await?;
            let scope = Scope {
                actors: vec![id],
                ..context.scope()
            };
            let row = store.actors(&scope).await?;
            let roles = store.roles(id).await?;
            let positions = store.positions(&scope, None).await?;
            let shifts = store.shifts(&scope).await?;
            if let Some(row) = row.first() {
                let shown = report::actor_show(row, &roles, &positions, &shifts);
                context.print(&context.of_record(&store, shown, None).await?)?;
            }
            return Ok(Done::Well);
        }
        Verb::Undo { decision } => {
            let undone = store.undo_decision(decision, context.by()).await?;
            context.remark(&format!("taken back: {}", undone.told));
            if undone.is_read_by {
                recode::anew(&store, &context, None, false).await?;
            }
            return Ok(Done::Well);
        }
        Verb::Role {
            actor,
            title,
            of,
            held,
        } => return role::note(&store, &context, &actor, &title, of.as_deref(), &held).await,
        Verb::Affiliation {
            actor,
            organization,
            held,
        } => return role::note(&store, &context, &actor, "", Some(&organization), &held).await,
        Verb::Merge {
            into,
            from,
            reason,
            dry_run,
        } => (
            Decision::Merge {
                into: store.actor(&into).await?,
                from: store.actor(&from).await?,
            },
            reason,
            dry_run,
        ),
        Verb::Split {
            from,
            actor,
            claims,
            name,
            reason,
            dry_run,
        } => {
            let from = store.actor(&from).await?;
            let decision = match (actor, name) {
                (Some(actor), _) => Decision::Unmerge { from, actor },
                (None, name) => Decision::Split {
                    from,
                    claims,
                    name: name.unwrap_or_default(),
                },
            };
            (decision, reason, dry_run)
        }
        Verb::Alias {
            actor,
            name,
            dry_run,
        } => (
            Decision::Alias {
                actor: store.actor(&actor).await?,
                name,
            },
            None,
            dry_run,
        ),
        Verb::Rename {
            actor,
            name,
            reason,
            dry_run,
        } => (
            Decision::Rename {
                actor: store.actor(&actor).await?,
                name,
            },
            reason,
            dry_run,
        ),
    };
    if dry_run {
        return foretold(&store, &decision, &context).await;
    }
    let id = store
        .decide(&decision, context.by(), reason.as_deref())
        .await?;
    context.remark(&format!(
        "done (decision {id}); take it back with: stance actor undo {id}"
    ));
    Ok(Done::Well)
}

/// What a decision would change.
async fn foretold(store: &Store, decision: &Decision, context: &Context) -> Result<Done, CliError> {
    let told = store.foretell(decision, context.by()).await?;
    let claims = count(told.claims, "claim");
    context.remark(&match decision {
        Decision::Rename { name, .. } => format!(
            "nothing is written; {claims}, {} and {} would stand under the name {name}",
            count(told.after.len() as i64, "position"),
            count(told.shifts_after.len() as i64, "shift")
        ),
        _ => format!("nothing is written; {claims} would stand under another actor"),
    });
    // A new name alone changes no position.
    if !matches!(decision, Decision::Rename { .. }) {
        let diff = report::positions_diff("Positions that would change", &told.before, &told.after);
        context.print(&report::with_shifts(
            diff,
            &told.shifts_before,
            &told.shifts_after,
        ))?;
    }
    Ok(Done::Well)
}
