using System.Text.Json;
using Microsoft.ML;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;
using PdmpAnalytics.Detection.Scoring.Learning;

namespace PdmpAnalytics.MicrosoftML;

/// <summary>
/// Learns with boosted trees, a generalized additive model and a logistic regression, and keeps the one whose calibrated chances
/// fit best on patients it did not learn from and on what was concluded later. One thread and one seed: the same cases give the same model.
/// </summary>
public sealed class MicrosoftMLRiskEngine : IRiskEngine
{
    private const int Threads = 1;

    /// <summary>The only one to learn with; null to choose.</summary>
    private readonly string? _trainer;

    public MicrosoftMLRiskEngine()
    {
    }

    private MicrosoftMLRiskEngine(string trainer) => _trainer = trainer;

    /// <summary><c>microsoft-ml</c>, or that and its only trainer.</summary>
    public string Name => _trainer is null ? "microsoft-ml" : $"microsoft-ml {_trainer}";

    /// <summary>One engine a trainer, to be measured side by side.</summary>
    internal static IEnumerable<IRiskEngine> EachTrainer() => Trainers(new MLContext(0)).Select(t => new MicrosoftMLRiskEngine(t.Name));

    public IRiskModel Train(IReadOnlyList<ReviewedCase> cases, int seed)
    {
        var context = new MLContext(seed);
        var splits = new CaseSplits(cases, seed);
        var plain = PlattScale.Fit(cases, [.. cases.Select(CaseRow.PlainOf)]);
        var best = Trainers(context).Where(t => _trainer is null || t.Name == _trainer)
            .Select(t => (t.Name, t.Estimator, Raw: splits.Hold((train, test) => Scores(context, Fit(context, t.Estimator, train), test))))
            .Select(t => (t.Name, t.Estimator, Scale: Anchored(cases, t.Raw.ByPatient, plain.Slope), t.Raw))
            .MinBy(t => splits.LogLoss(new HeldOut(LogOdds(t.Scale, cases, t.Raw.ByPatient), LogOdds(t.Scale, splits.Later, t.Raw.ByTime))));
        return new MicrosoftMLRiskModel(
            context,
            Fit(context, best.Estimator, cases),
            new MicrosoftMLParameters(
                best.Name, best.Scale.Weights[0], best.Scale.Weights[1], best.Scale.Intercept, CaseRow.PointsUnit / plain.Slope, plain.Shift));
    }

    /// <summary>
    /// Platt's scale with the plain priority beside the score, pulled towards the priority alone: reviewers conclude about the top of a
    /// queue, and below it a tree says the same about everybody.
    /// </summary>
    private static LogisticLine Anchored(IReadOnlyList<ReviewedCase> cases, double[] raw, double plain) =>
        LogisticFit.Fit([.. cases.Select((c, i) => c with { Inputs = [(float)raw[i], CaseRow.PlainOf(c)] })], [0, plain], AnchorPenalty);

    private static double[] LogOdds(LogisticLine scale, IReadOnlyList<ReviewedCase> cases, double[] raw) =>
        [.. cases.Select((c, i) => scale.LogOdds([(float)raw[i], CaseRow.PlainOf(c)]))];

    public string Write(IRiskModel model)
    {
        var trained = (MicrosoftMLRiskModel)model;
        var context = new MLContext(0);
        using var zip = new MemoryStream();
        context.Model.Save(trained.Transformer, Data(context, []).Schema, zip);
        return JsonSerializer.Serialize(new Stored(trained.Parameters, Convert.ToBase64String(zip.ToArray())));
    }

    public IRiskModel Read(string parameters)
    {
        try
        {
            var stored = JsonSerializer.Deserialize<Stored>(parameters) ?? throw new FormatException("No model.");
            var context = new MLContext(0);
            using var zip = new MemoryStream(Convert.FromBase64String(stored.Zip));
            return new MicrosoftMLRiskModel(context, context.Model.Load(zip, out _), stored.Parameters);
        }
        catch (JsonException wrong)
        {
            throw new FormatException("The parameters are not those of a model of Microsoft.ML.", wrong);
        }
    }

    /// <summary>Weak beside some hundred cases (our choice, 2026-11-22).</summary>
    private const double AnchorPenalty = 1;

    /// <summary>Sizes for some hundred cases (our choice, 2026-11-22); only the logistic regression can be kept to the inputs' directions.</summary>
    private static IEnumerable<(string Name, IEstimator<ITransformer> Estimator)> Trainers(MLContext context)
    {
        var trainers = context.BinaryClassification.Trainers;
        yield return ("lbfgs", trainers.LbfgsLogisticRegression(new LbfgsLogisticRegressionBinaryTrainer.Options
        {
            EnforceNonNegativity = true,
            L1Regularization = 0.1f,
            L2Regularization = 1,
            NumberOfThreads = Threads,
        }));
        yield return ("gam", trainers.Gam(new GamBinaryTrainer.Options
        {
            NumberOfIterations = 300,
            MaximumBinCountPerFeature = 16,
            LearningRate = 0.02,
            NumberOfThreads = Threads,
        }));
        yield return ("fast-tree", trainers.FastTree(new FastTreeBinaryTrainer.Options
        {
            NumberOfLeaves = 4,
            NumberOfTrees = 100,
            LearningRate = 0.05,
            MinimumExampleCountPerLeaf = 5,
            NumberOfThreads = Threads,
        }));
    }

    /// <summary>A case that stands for several is there several times: of the trainers, Gam learns nothing beside a column of weights (seen 2026-11-22).</summary>
    private static ITransformer Fit(MLContext context, IEstimator<ITransformer> trainer, IReadOnlyList<ReviewedCase> cases) =>
        trainer.Fit(Data(context, [.. cases.SelectMany(c => Enumerable.Repeat(c, (int)Math.Round(c.Weight)))]));

    private static double[] Scores(MLContext context, ITransformer model, IReadOnlyList<ReviewedCase> cases) =>
        [.. context.Data.CreateEnumerable<CaseScore>(model.Transform(Data(context, cases)), reuseRowObject: false).Select(s => (double)s.Score)];

    private static IDataView Data(MLContext context, IReadOnlyList<ReviewedCase> cases) =>
        context.Data.LoadFromEnumerable(cases.Select(CaseRow.Of), CaseRow.Schema());

    private sealed record Stored(MicrosoftMLParameters Parameters, string Zip);
}
