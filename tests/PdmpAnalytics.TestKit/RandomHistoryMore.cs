using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.TestKit;

/// <summary>Places, ages, animals and a few rarer drugs for <see cref="RandomHistory"/>: few of each, so that they meet.</summary>
internal sealed class RandomHistoryMore
{
    public const string Columns = "dispenser_zip | mail | prescriber_zip | age";

    private static readonly int[] Zips = [55401, 55401, 55102, 55901, 54016, 53703, 50309, 60601, 0];
    private static readonly string[] RareDrugs = ["methadone 10 mg", "morphine 60 mg", "triazolam 0.25 mg", "lorazepam 2 mg"];

    private readonly Random _random;
    private readonly int[] _practiceZips;
    private readonly int[] _dispenserZips;
    private readonly int _age;
    private readonly double _animals;
    private readonly double _rare;
    private readonly bool _weekly;

    public RandomHistoryMore(int seed, int practices, int dispensers)
    {
        _random = new Random(seed ^ 0x5eed);
        var spread = _random.Next(1, Zips.Length + 1);
        _practiceZips = [.. Enumerable.Range(0, practices).Select(_ => Zips[_random.Next(spread)])];
        _dispenserZips = [.. Enumerable.Range(0, dispensers).Select(_ => Zips[_random.Next(spread)])];
        _weekly = _random.Next(4) == 0;
        if (_weekly)
        {
            _dispenserZips[^1] = 60601;
        }

        _age = new[] { 9, 11, 15, 16, 17, 30, 45, 63, 64, 70, -1 }[_random.Next(11)];
        _animals = _random.Next(4) == 0 ? 0.4 : 0.02;
        _rare = _random.Next(3) == 0 ? 0.4 : 0;
    }

    public FillContext Species() => _random.NextDouble() < _animals ? FillContext.Veterinary : FillContext.None;

    public string Drug(string usual) => _random.NextDouble() < _rare ? RareDrugs[_random.Next(RareDrugs.Length)] : usual;

    /// <summary>The day of the week on which some fetch all of their medicine, in cells as <paramref name="usual"/>.</summary>
    public string Sold(int day, string usual) => _weekly ? FormattableString.Invariant($"{day + 7 - day % 7}") : usual;

    /// <summary>The cells of <see cref="Columns"/>. A year older after a year.</summary>
    public string Of(int day, int practice, int dispenser) => FormattableString.Invariant(
        $"{_dispenserZips[dispenser]}|{(dispenser == 7 ? "yes" : "")}|{_practiceZips[practice]}|{(_age < 0 ? -1 : _age + day / 365)}");
}
