using PdmpAnalytics.Benchmarks;

return args switch
{
    ["detect", ..] => await DetectBenchmark.RunAsync(args),
    ["hardness", ..] => HardnessCommand.Run(args),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("benchmarks: detect | hardness; see README.md beside this program");
    return 2;
}
