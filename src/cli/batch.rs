//! `bezet batch`.

use super::Answer;
use super::talk::Talk;
use crate::error::{Error, Result};
use crate::plan::Watch;
use crate::report::put_with;
use crate::scenario::batch::{self, Manifest, Options, Run, Shard, Shards};
use clap::Args;
use std::path::{Path, PathBuf};

/// Jobs in bulk: a row each in MANIFEST, a line of JSON each in the results
///
/// MANIFEST is JSON lines (.jsonl) or a CSV file (.csv) with a column per name. A row has a kind, an id if
/// you like (default: its number), and what the kind needs; paths are relative to the manifest's folder:
///
///   evaluate   day (a file as `bezet evaluate` reads; in JSON lines also the day itself), busyness
///   forecast   config, week, set; or a bare history: file, queue, from, days
///   plan       config, week, set, seconds, nodes
///   scenario   config, scenario (a path, or a list to inherit from), set (with `scenario.` before a key of
///              the scenario)
///
/// `set` overrides keys of the configuration: {"target.wait_reduction": 0.3, "overflow": null}, in CSV
/// columns named set.target.wait_reduction. A wrong override is the problem that it would be in the file.
///
///   {"id": "mon", "kind": "evaluate", "day": "monday.json", "busyness": 25}
///   {"kind": "forecast", "config": "kcc.toml", "week": "2021-W15"}
///   {"kind": "plan", "config": "kcc.toml", "week": "2021-W15", "set": {"absence": 0.05}}
///
/// The results have a first line that says of what they are, then a line per row, in the manifest's order:
///
///   {"row":1,"id":"mon","kind":"evaluate","ok":true,"result":{…}}
///   {"row":2,"id":2,"kind":"forecast","ok":false,"problems":[{"place":…,"code":…,"what":…,"hint":…}]}
///
/// A row that is wrong or fails is such a line, never the end. Killed or stopped (Ctrl-C), the same command
/// goes on behind the last whole line: what is there is not done again. The bytes are the same on any
/// number of --threads and from any division in shards. Only a plan that stops at its `seconds` ("status":
/// "time_limit") depends on the machine; let `nodes` or `solve.gap` stop it. Files that the rows name must
/// stay as they are until all is done.
///
/// As array jobs of a cluster, then as one:
///
///   bezet batch jobs.csv --shard 3/16 --out part-3.jsonl
///   bezet batch jobs.csv --merge part-*.jsonl --out jobs.results.jsonl
///
/// Exit code 1: some rows have no result; 2: could not run to the end.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub struct Batch {
    /// The jobs: .jsonl or .csv
    manifest: PathBuf,
    /// The results; default: beside the manifest, named after it, with .results.jsonl (of a shard
    /// .3-of-16.results.jsonl)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Start over, whatever results are there
    #[arg(long)]
    fresh: bool,
    /// Do only this part of the rows, as 3/16
    #[arg(long, value_name = "N/M")]
    shard: Option<Shard>,
    /// Run nothing: put the results of all shards together as one run would have written them
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with_all = ["shard", "fresh"])]
    merge: Vec<PathBuf>,
}

impl Batch {
    pub fn execute(&self, talk: &Talk) -> Result<Answer> {
        let manifest = Manifest::read(&self.manifest)?;
        let out = self.out();
        if !self.merge.is_empty() {
            let shards = Shards::read(&manifest, &self.merge)?;
            put_with(&out, |file| shards.write(file))?;
            return Ok(self.answer(shards.failed(), &out, talk));
        }
        talk.stage("running");
        let options = Options {
            out: &out,
            shard: self.shard.unwrap_or_default(),
            fresh: self.fresh,
            threads: rayon::current_num_threads(),
        };
        let run = batch::run(&manifest, &options, talk);
        talk.done();
        let run = run?;
        if run.before > 0 && !talk.stop().load(std::sync::atomic::Ordering::SeqCst) {
            talk.say(&format!("{} rows were there already", run.before));
        }
        self.told(run, &out, talk)
    }

    fn told(&self, run: Run, out: &Path, talk: &Talk) -> Result<Answer> {
        if run.done < run.rows {
            let (done, rows) = (run.done, run.rows);
            talk.say(&format!(
                "{done} of {rows} rows are in {}; the same command goes on from there",
                out.display()
            ));
            return Err(Error::Stopped);
        }
        Ok(self.answer(run.failed, out, talk))
    }

    fn answer(&self, failed: usize, out: &Path, talk: &Talk) -> Answer {
        talk.say(&format!("results: {}", out.display()));
        if failed == 0 {
            return Answer::Yes;
        }
        talk.say(&format!(
            "{failed} rows have no result: their lines have \"ok\":false and what is wrong"
        ));
        Answer::No
    }

    fn out(&self) -> PathBuf {
        let part = self
            .shard
            .map(|shard| format!(".{shard}").replace('/', "-of-"));
        let name = format!("{}.results.jsonl", part.unwrap_or_default());
        let beside = || {
            let mut path = self.manifest.with_extension("").into_os_string();
            path.push(name);
            path.into()
        };
        self.out.clone().unwrap_or_else(beside)
    }
}
