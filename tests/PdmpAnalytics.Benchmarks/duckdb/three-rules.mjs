// node three-rules.mjs DISPENSATIONS.csv THREADS [PASSES]: prints one line of JSON with seconds (the best of the passes) and rows per step.
// Three rules only, over the rows in memory: distinct prescribers and pharmacies in a sliding 183 days, early refills (less than 85 %
// of the supply used), and overlaps of a drug class between prescribers. A patient is name and birth date, the class the first five
// digits of the NDC's product: enough work of the same kind, no more than that.
import { DuckDBInstance } from "@duckdb/node-api";

const [csv, threads, passes = "3"] = process.argv.slice(2);
const instance = await DuckDBInstance.create(":memory:", { threads });
const connection = await instance.connect();

const load = `
  create or replace table fills as
  select dense_rank() over (order by patient_last_name, patient_first_name, patient_birth_date)::integer as patient,
         date_filled::date as filled, days_supply::integer as days, hash(prescriber_npi) as prescriber, hash(pharmacy_dea) as pharmacy,
         substr(ndc, 1, 9) as product
  from read_csv(?, header = true, all_varchar = true)
  where species is distinct from '02' and days_supply <> ''
  order by patient, filled`;

const rules = {
  providers: `
    select count(*) from (
      select patient, count(distinct prescriber) over w as prescribers, count(distinct pharmacy) over w as pharmacies
      from fills window w as (partition by patient order by filled range between interval 182 days preceding and current row))
    where prescribers >= 5 and pharmacies >= 5`,
  early: `
    select count(*) from (
      select filled, lag(filled) over w as last, lag(days) over w as supply from fills
      window w as (partition by patient, product order by filled))
    where filled < last + (0.85 * supply)::integer`,
  overlaps: `
    select count(*) from fills a join fills b
      on a.patient = b.patient and a.product = b.product and a.prescriber <> b.prescriber
      and b.filled >= a.filled and b.filled < a.filled + a.days`,
};

async function seconds(sql, values) {
  const started = process.hrtime.bigint();
  const rows = await (await connection.runAndReadAll(sql, values)).getRows();
  return { seconds: Number(process.hrtime.bigint() - started) / 1e9, rows: Number(rows[0]?.[0] ?? 0) };
}

const told = { load: await seconds(load, [csv]) };
told.load.rows = Number((await connection.runAndReadAll("select count(*) from fills")).getRows()[0][0]);
for (const [name, sql] of Object.entries(rules)) {
  for (let pass = 0; pass < Number(passes); pass++) {
    const result = await seconds(sql);
    told[name] = told[name]?.seconds < result.seconds ? told[name] : result;
  }
}
console.log(JSON.stringify(told));
