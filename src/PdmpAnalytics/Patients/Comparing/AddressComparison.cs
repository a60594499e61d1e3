namespace PdmpAnalytics.Patients.Comparing;

/// <summary>Compares addresses as a whole. Remembers pairs of streets it has seen. For one thread.</summary>
internal sealed class AddressComparison(LinkRecords records)
{
    /// <summary>Streets that are alike beyond one slip: Jaro-Winkler, our choice, 2026-11-22.</summary>
    private const double CloseSimilarity = 0.90;

    /// <summary>A line shorter than this may be a unit, which says nothing about the other record's street.</summary>
    private const int ShortestStreet = 4;

    private readonly PairMemory _streets = new(records.Streets.Count);
    private readonly PairMemory _cities = new(records.Cities.Count);

    private enum Town : byte
    {
        Unknown,
        SameZip,
        Near,
        Other,
    }

    public AddressLevel Level(in LinkRecord a, in LinkRecord b)
    {
        var town = TownOf(a, b);
        var number = a.HouseNumber != 0 && b.HouseNumber != 0 && a.HouseNumber == b.HouseNumber;
        if (AreClose(a.Street, b.Street, records.Streets, _streets) || AreCrossed(a, b))
        {
            if (number && town != Town.Other)
            {
                return a.SecondLine == 0 || b.SecondLine == 0 || AreSecondLinesAlike(a, b) ? AddressLevel.Same : AddressLevel.OtherUnit;
            }

            if (number)
            {
                return AddressLevel.OtherTown;
            }

            if (town is Town.SameZip or Town.Near)
            {
                return AddressLevel.SameStreet;
            }
        }
        else if (number && town is Town.SameZip or Town.Near)
        {
            return AddressLevel.SameNumber;
        }

        return town switch
        {
            Town.SameZip => AddressLevel.SameZip,
            Town.Near => AddressLevel.NearZip,
            Town.Other => AddressLevel.Elsewhere,
            Town.Unknown => a.Street != 0 && b.Street != 0 ? AddressLevel.Elsewhere : AddressLevel.Missing,
        };
    }

    private Town TownOf(in LinkRecord a, in LinkRecord b)
    {
        var (zips, cities) = (a.Zip != 0 && b.Zip != 0, a.City != 0 && b.City != 0);
        if (zips && a.Zip == b.Zip)
        {
            return Town.SameZip;
        }

        if (cities && AreClose(a.City, b.City, records.Cities, _cities) || zips && Spelling.IsOneEdit(records.Zips[a.Zip], records.Zips[b.Zip]))
        {
            return Town.Near;
        }

        return zips || cities ? Town.Other : Town.Unknown;
    }

    /// <summary>Street and second line swapped, or the street written on one record's second line only.</summary>
    private bool AreCrossed(in LinkRecord a, in LinkRecord b) => AreCrossed(a.Street, b.SecondLine) || AreCrossed(b.Street, a.SecondLine);

    private bool AreCrossed(int street, int secondLine) =>
        street != 0 && secondLine != 0 && records.Streets[secondLine].Length >= ShortestStreet && AreClose(street, secondLine, records.Streets, _streets);

    /// <summary>Units of an apartment must be equal; words, as of a building, may be misspelled or stand on the other line.</summary>
    private bool AreSecondLinesAlike(in LinkRecord a, in LinkRecord b) =>
        a.SecondLine == b.SecondLine
        || Math.Min(records.Streets[a.SecondLine].Length, records.Streets[b.SecondLine].Length) > ShortestStreet
        && !records.Streets[a.SecondLine].ContainsAnyInRange('0', '9') && !records.Streets[b.SecondLine].ContainsAnyInRange('0', '9')
        && (AreClose(a.SecondLine, b.SecondLine, records.Streets, _streets) || AreCrossed(a, b));

    private static bool AreClose(int a, int b, TextPool texts, PairMemory memory)
    {
        if (a == 0 || b == 0 || a == b)
        {
            return a == b && a != 0;
        }

        if (!memory.TryGet(a, b, out var close))
        {
            var textA = texts[a];
            var textB = texts[b];
            close = JaroWinkler.Similarity(textA, textB) >= CloseSimilarity || textA.Length > ShortestStreet && Spelling.IsOneEdit(textA, textB) ? (byte)1 : (byte)0;
            memory.Set(a, b, close);
        }

        return close == 1;
    }
}
