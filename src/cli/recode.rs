//! `stance recode`: the stored articles analysed anew.

use std::path::PathBuf;

use super::codebook::{self, diff};
use super::context::Context;
use super::error::CliError;
use super::{Done, engine};
use crate::report::count;
use crate::store::Store;
use crate::store::write::{RoleByPerson, StoredText};

/// Analyse the stored articles anew, by this version of the program and the codebook in force
///
/// What people decided stays. With --dry-run and files it shows what that codebook would change.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    stance recode --dry-run                 what another version of the program would change\n  \
    stance recode --dry-run topics.toml     what a changed codebook would change")]
pub(super) struct Args {
    /// Show which positions and shifts would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// A codebook that is not in force yet, whole; to put it in force: stance codebook apply
    #[arg(value_name = "FILE", requires = "dry_run")]
    files: Vec<PathBuf>,
}

pub(super) async fn run(args: Args, context: Context) -> Result<Done, CliError> {
    if !args.files.is_empty() {
        return codebook::dry_run(&args.files, &context).await;
    }
    let store = context.store().await?;
    anew(&store, &context, None, args.dry_run).await?;
    Ok(Done::Well)
}

/// Analyses everything stored anew and shows what that changed; or what it would change, as if somebody had also
/// noted an office.
pub(super) async fn anew(
    store: &Store,
    context: &Context,
    also: Option<RoleByPerson>,
    dry_run: bool,
) -> Result<(), CliError> {
    let change = loop {
        let (codebook_id, engine) = engine::of_store_with(store, also.clone()).await?;
        let extractor = engine::extractor(store.confidence_floor().await?);
        let mut analyse = |texts: &[StoredText]| engine::stored(texts, &engine);
        let change = store
            .recode(codebook_id, &extractor, &mut analyse, dry_run)
            .await?;
        if let Some(change) = change {
            break change;
        }
    };
    let articles = count(change.articles as i64, "article");
    let (told, title) = match dry_run {
        true => ("nothing is written; ", "Positions that would change"),
        false => ("", "Positions that changed"),
    };
    context.remark(&format!("{told}{articles} coded anew"));
    context.print(&diff(title, &change, dry_run))?;
    Ok(())
}
