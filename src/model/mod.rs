//! Plain types of the domain, with no I/O. Everything else in the crate depends on these;
//! they depend on nothing of the project.

mod analysis;
mod article;
mod codebook;
mod coding;
mod day;
mod digest;
mod network;
mod record;
mod review;
mod scale;
mod score;
mod snapshot;
mod span;
mod statement;

pub use analysis::{
    Act, ActorRef, Analysis, Attribution, Bearing, Claim, Evidence, Form, Link, LinkKind,
    LinkedTopic, Outcome, Place, Skipped, StanceFound, Timex, Why,
};
pub use article::{Article, Precision, Published, PublishedBasis};
pub use codebook::{Actor, ActorKind, Codebook, Metonym, ParentEffect, Role, Topic, TopicExample};
pub use coding::{
    Agreement, AgreementFigure, ArticleRead, CodedPosition, Coding, CodingItem, Disagreement,
    MachineFigure, PairFigure, TopicChoice,
};
pub use day::{Said, SaidBasis, TimeValue};
pub use digest::DigestRow;
pub use network::{NetworkStatement, Whose};
pub use record::{
    ActorRow, ArticleRow, ArticleTotals, ClaimRow, ClaimStance, CorrectedRow, Coverage, Extent,
    FirstSeen, HistoryRow, MatrixCell, PositionRow, ShiftEnd, ShiftRow, StandingRow, TopicRow,
};
pub use review::{GivenVerdict, PassageSource, PrintedCopy, ReviewItem, ReviewOrder, VerdictRow};
pub use scale::StanceValue;
pub use score::{ScoreRow, Scores, ShiftPrecision};
pub use snapshot::SnapshotRow;
pub use span::{Span, TextIndex};
pub use statement::{ExchangedArticle, Statement};
