//! `stance network`: who agrees with whom.

use super::Done;
use super::context::Context;
use super::error::CliError;
use crate::model::Whose;
use crate::report::{
    self, Duplicates, NETWORK_KINDS, NetworkOptions, NetworkQuery, Nodes, Normalization, Qualifier,
    Scale, Windows, printed_day,
};

/// Who agrees with whom: discourse networks with the definitions of the Discourse Network Analyzer
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    stance network --topic long-range-weapons\n  \
    stance network --qualifier subtract --normalize average -o network.graphml\n  \
    stance network --kind person --least 3 -o network.html
  \
    stance network --two-mode --nodes organizations --window month -o matrix.csv\n  \
    stance network --coder ann --topic long-range-weapons
  \
    stance network --window \"6 months\" --step month --format json")]
pub(super) struct Args {
    /// Only these topics; each by id or name
    #[arg(long, short)]
    topic: Vec<String>,
    /// Only these actors
    #[arg(long, short)]
    actor: Vec<String>,
    /// Only what was said on this day or earlier; --said-since for the first day
    #[arg(long, value_name = "DATE")]
    said_until: Option<String>,
    /// Who or what is tied
    #[arg(long, default_value = "actors", value_parser = of(Nodes::NAMES))]
    nodes: String,
    /// Tie them to topics, and not to each other
    #[arg(long)]
    two_mode: bool,
    /// How sides enter: congruence without it, or subtract with --two-mode
    #[arg(long, value_parser = of(Qualifier::NAMES))]
    qualifier: Option<String>,
    /// What ties are divided by
    #[arg(long, default_value = "no", value_parser = of(Normalization::NAMES))]
    normalize: String,
    /// Equal statements that count once: in a document, week, month, year, or the whole range
    #[arg(long, default_value = "document", value_parser = of(Duplicates::NAMES))]
    duplicates: String,
    /// Sides alone, or the five degrees of stance
    #[arg(long, default_value = "sides", value_parser = of(Scale::NAMES))]
    scale: String,
    /// Cut time: week, month, quarter, year, "90 days"
    #[arg(long, value_name = "SPAN")]
    window: Option<String>,
    /// How far each window begins behind the one before; without it, windows lie side by side
    #[arg(long, value_name = "SPAN", requires = "window")]
    step: Option<String>,
    /// Only actors of these kinds: person, organization, government, group
    #[arg(long, value_delimiter = ',', value_parser = of(&NETWORK_KINDS))]
    kind: Vec<String>,
    /// Leave out who has fewer statements than this
    #[arg(long, value_name = "STATEMENTS", default_value_t = 1)]
    least: usize,
    /// Only statements that a person confirmed or corrected
    #[arg(long)]
    reviewed: bool,
    /// What this coder found, whatever was decided about it since; "machine" is the program, in what people read in full
    #[arg(long, value_name = "NAME", conflicts_with = "reviewed")]
    coder: Option<String>,
    /// Only what coders found and was taken into the record
    #[arg(long, conflicts_with_all = ["reviewed", "coder"])]
    adjudicated: bool,
}

/// A parser of the names of an option.
fn of(names: &'static [&'static str]) -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(names)
}

pub(super) async fn run(args: Args, context: Context) -> Result<Done, CliError> {
    let qualifier = match (&args.qualifier, args.two_mode) {
        (Some(name), _) => name.parse().map_err(CliError::new)?,
        (None, true) => Qualifier::Subtract,
        (None, false) => Qualifier::Congruence,
    };
    let options = NetworkOptions {
        nodes: args.nodes.parse().map_err(CliError::new)?,
        two_mode: args.two_mode,
        qualifier,
        normalization: args.normalize.parse().map_err(CliError::new)?,
        duplicates: args.duplicates.parse().map_err(CliError::new)?,
        scale: args.scale.parse().map_err(CliError::new)?,
    };
    options.check().map_err(CliError::new)?;
    let span = |given: &String| Windows::span(given).map_err(CliError::new);
    let windows = match &args.window {
        None => None,
        Some(length) => {
            let step = args.step.as_ref().unwrap_or(length);
            Some(Windows::new(span(length)?, span(step)?).map_err(CliError::new)?)
        }
    };
    let store = context.store().await?;
    let mut scope = context.scope_of(&store, &args.actor, &args.topic).await?;
    scope.said_until = context.until(args.said_until.as_deref())?;
    let mut topics = Vec::with_capacity(scope.topics.len());
    for topic in &scope.topics {
        topics.push(store.topic_head(*topic).await?.0);
    }
    let until = scope
        .said_until
        .map(|day| format!("said until {}", printed_day(day)));
    let window: Vec<String> = [context.window(), until].into_iter().flatten().collect();
    let window = window.join(", ");
    let whose = match (args.coder, args.adjudicated, args.reviewed) {
        (Some(name), ..) => Whose::Coder(name),
        (_, true, _) => Whose::Adjudicated,
        (_, _, true) => Whose::Reviewed,
        _ => Whose::Record,
    };
    let statements = store.network_statements(&scope, &whose).await?;
    let query = NetworkQuery {
        options,
        windows,
        topics: &topics,
        kinds: &args.kind,
        least: args.least,
        whose: &whose,
        format: context.format(),
        window: Some(window.as_str()).filter(|window| !window.is_empty()),
    };
    let mut made =
        report::network(&query, &statements).map_err(|no| CliError::new(no.to_string()))?;
    if statements.is_empty() && !matches!(whose, Whose::Coder(_)) {
        made.says_why_empty(&store.history(&scope).await?);
    } else if context.global.as_recorded.is_none() {
        made.opens_statements();
    }
    context.print(&context.of_record(&store, made, None).await?)?;
    Ok(Done::Well)
}
