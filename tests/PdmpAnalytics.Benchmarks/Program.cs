using PdmpAnalytics.Benchmarks;

return args switch
{
    ["csv", ..] => CsvBenchmark.Run(args),
    ["import", ..] => await ImportBenchmark.RunAsync(args),
    ["detect", ..] => await DetectBenchmark.RunAsync(args),
    ["population", ..] => await PopulationBenchmark.RunAsync(args),
    ["hardness", ..] => HardnessCommand.Run(args),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("benchmarks: csv | import | detect | population | hardness; see README.md beside this program");
    return 2;
}
