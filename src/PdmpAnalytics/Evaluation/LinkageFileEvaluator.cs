using System.Globalization;
using PdmpAnalytics.Patients.Comparing;
using PdmpAnalytics.Patients.Matching;

namespace PdmpAnalytics.Evaluation;

/// <summary>Links labelled records from scratch and compares the persons found with the true ones.</summary>
public static class LinkageFileEvaluator
{
    /// <param name="records">At least none; who they are is looked at only after linking.</param>
    /// <param name="model">Null: estimated from the records.</param>
    public static LinkageFileReport Evaluate(IReadOnlyList<LabelledRecord> records, MatchModel? model = null)
    {
        var linker = new PatientLinker();
        foreach (var record in records)
        {
            linker.Add(record.Fields);
        }

        return Compare(records, linker, linker.Link(model));
    }

    /// <summary>Compares the outcome of a linker that was given exactly these records, in this order.</summary>
    public static LinkageFileReport Compare(IReadOnlyList<LabelledRecord> records, PatientLinker linker, LinkageResult result)
    {
        var keys = Enumerable.Range(0, records.Count).Select(i => i.ToString(CultureInfo.InvariantCulture)).ToArray();
        var quality = LinkageEvaluator.Evaluate(
            records.Select((record, i) => new TruthRecord(keys[i], record.Entity)),
            keys.Select((key, i) => (key, Person: (long)result.Persons[i])).ToDictionary(k => k.key, k => k.Person));
        var groups = new Dictionary<(string Kind, string Group), GroupCounts>();
        var comparison = new RecordComparison(linker.Records, TermFrequencies.Of(linker.Records));
        foreach (var (a, b) in Pairs(records.Count, i => records[i].Entity))
        {
            var found = result.Persons[a] == result.Persons[b];
            foreach (var group in GroupsOf(records[a].Fields).Concat(Differences(comparison.Compare(linker.Records[a], linker.Records[b]))))
            {
                At(groups, group).AddTrue(found);
            }
        }

        foreach (var (a, b) in Pairs(records.Count, i => result.Persons[i]).Where(pair => records[pair.A].Entity != records[pair.B].Entity))
        {
            foreach (var group in GroupsOf(records[a].Fields).Concat(Differences(comparison.Compare(linker.Records[a], linker.Records[b]))))
            {
                At(groups, group).AddWrong();
            }
        }

        return new LinkageFileReport
        {
            Quality = quality,
            Entities = records.Select(r => r.Entity).Distinct().Count(),
            Persons = result.Persons.Distinct().Count(),
            WholePersons = WholePersons(records, result.Persons),
            Proposals = result.Links.Count(link => result.Persons[link.A] != result.Persons[link.B] && !LinkGuards.KeepsApart(link.Guard)),
            Guarded = result.Links.Count(link => result.Persons[link.A] != result.Persons[link.B] && LinkGuards.KeepsApart(link.Guard)),
            BlocksLeftOut = result.BlocksLeftOut,
            Groups = [.. groups.OrderBy(g => g.Key).Select(g => g.Value.Quality(g.Key.Kind, g.Key.Group))],
        };
    }

    /// <summary>Entities whose records are all one person's, and nobody else's.</summary>
    private static int WholePersons(IReadOnlyList<LabelledRecord> records, IReadOnlyList<int> persons)
    {
        var sizes = persons.CountBy(p => p).ToDictionary();
        return Enumerable.Range(0, records.Count)
            .GroupBy(i => records[i].Entity)
            .Count(entity => entity.Select(i => persons[i]).Distinct().ToList() is [var person] && sizes[person] == entity.Count());
    }

    private static IEnumerable<(int A, int B)> Pairs<T>(int count, Func<int, T> key)
    {
        foreach (var group in Enumerable.Range(0, count).GroupBy(key))
        {
            var members = group.ToList();
            for (var i = 0; i < members.Count; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    yield return (members[j], members[i]);
                }
            }
        }
    }

    /// <summary>What the pair's first record belongs to: sex, decades of birth, length of the name.</summary>
    private static IEnumerable<(string, string)> GroupsOf(LinkFields fields)
    {
        yield return ("sex", fields.Sex.Length == 0 ? "not known" : fields.Sex);
        yield return ("born", (fields.BirthDate / 10_000) switch
        {
            0 => "not known",
            < 1940 => "before 1940",
            < 1960 => "1940-1959",
            < 1980 => "1960-1979",
            < 2000 => "1980-1999",
            _ => "2000 and later",
        });
        yield return ("letters of the name", (fields.LastName.Length + fields.FirstName.Length) switch
        {
            < 10 => "below 10",
            < 14 => "10-13",
            _ => "14 and more",
        });
    }

    /// <summary>Every field in which two records differ, and how.</summary>
    private static IEnumerable<(string, string)> Differences(LevelPattern levels)
    {
        var any = false;
        foreach (var field in ComparisonLevels.Fields)
        {
            if (levels[field] > 1)
            {
                any = true;
                yield return ("difference", $"{field} {ComparisonLevels.Of(field)[levels[field]]}");
            }
        }

        if (!any)
        {
            yield return ("difference", "none");
        }
    }

    private static GroupCounts At(Dictionary<(string, string), GroupCounts> groups, (string, string) key)
    {
        if (!groups.TryGetValue(key, out var counts))
        {
            groups.Add(key, counts = new GroupCounts());
        }

        return counts;
    }

    private sealed class GroupCounts
    {
        private long _true;
        private long _found;
        private long _wrong;

        public void AddTrue(bool found)
        {
            _true++;
            _found += found ? 1 : 0;
        }

        public void AddWrong() => _wrong++;

        public GroupQuality Quality(string kind, string group) => new(kind, group, _true, _found, _found + _wrong, _wrong);
    }
}
