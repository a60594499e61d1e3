using PdmpAnalytics.Benchmarks;
using PdmpAnalytics.Benchmarks.Lookups;
using PdmpAnalytics.Benchmarks.QueueLoad;
using PdmpAnalytics.Benchmarks.Reviewing;

return args switch
{
    ["csv", ..] => CsvBenchmark.Run(args),
    ["asap", ..] => AsapBenchmark.Run(args),
    ["import", ..] => await ImportBenchmark.RunAsync(args),
    ["detect", ..] => await DetectBenchmark.RunAsync(args),
    ["population", ..] => await PopulationBenchmark.RunAsync(args),
    ["hardness", ..] => HardnessCommand.Run(args),
    ["link", ..] when args.Contains("--database") => await LinkStoreBenchmark.RunAsync(args),
    ["link", ..] => LinkBenchmark.Run(args),
    ["lookup", ..] => await LookupBenchmark.RunAsync(args),
    ["nights", ..] => await NightsBenchmark.RunAsync(args),
    ["queue", ..] => await QueueBenchmark.RunAsync(args),
    ["score", ..] => await ScoreBenchmark.RunAsync(args),
    ["engines", ..] => await EnginesCommand.RunAsync(args),
    ["review-year", ..] => await ReviewYearCommand.RunAsync(args),
    ["card", ..] => await ModelCardCommand.RunAsync(args),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("benchmarks: csv | asap | import | detect | population | hardness | link | lookup | nights | queue | score | engines | review-year | card; see README.md beside this program");
    return 2;
}
