using System.Runtime.InteropServices;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Patients.Comparing;

namespace PdmpAnalytics.Patients.Matching;

/// <summary>
/// The keys under which a record looks for others: two records are compared when they share one. The same in every process, so a
/// store can index them. Any single error leaves several keys, most double errors at least one.
/// </summary>
internal static class BlockingKeys
{
    /// <summary>What a key is made of. The numbers are part of stored keys: never change them.</summary>
    private enum Pass : ulong
    {
        Id = 1,
        Phone = 2,
        NamesAndYear = 3,
        NamesAndDay = 4,
        SoundAndBirthDate = 5,
        SoundsAndZip = 6,
        PlaceAndSound = 7,
        PlaceAndYear = 8,
        PlaceAndZip = 9,
    }

    /// <summary>Adds the keys of a record, different ones only, ascending.</summary>
    public static void AddTo(List<ulong> keys, LinkRecords records, in LinkRecord record)
    {
        var start = keys.Count;
        var names = records.Names;
        var (year, month, day) = (record.BirthDate / 10_000, record.BirthDate / 100 % 100, record.BirthDate % 100);

        // Full names, so that BOB meets ROBERT; one with many full names meets them by other keys.
        var fullNames = names.FullNames(record.First);
        var first = fullNames.Length > 0 ? fullNames[0] : names.Solid(record.First);
        var last = names.Solid(record.Last);
        if (record.IdValue != 0)
        {
            keys.Add(Key(Pass.Id, record, record.IdQualifier, records.Ids.Hash(record.IdValue)));
        }

        if (record.Phone != 0)
        {
            keys.Add(Key(Pass.Phone, record, records.Phones.Hash(record.Phone), 0));
        }

        if (record.BirthDate != 0)
        {
            if (record.First != 0 && record.Last != 0)
            {
                // Either order of the names and of day and month.
                var both = Either(names.Hash(first), names.Hash(last));
                keys.Add(Key(Pass.NamesAndYear, record, both, (ulong)year));
                keys.Add(Key(Pass.NamesAndDay, record, both, Either((ulong)month, (ulong)day)));
            }

            AddSound(keys, records, record, first);
            AddSound(keys, records, record, last);
            foreach (var word in names.Words(record.Last))
            {
                AddSound(keys, records, record, word);
            }

            if (names.FullNames(record.First).Length > 0)
            {
                AddSound(keys, records, record, record.First);
            }
        }

        if (record.Zip != 0 && record.First != 0 && record.Last != 0)
        {
            var both = Either((ulong)names.Sound(first), (ulong)names.Sound(last));
            keys.Add(Key(Pass.SoundsAndZip, record, both, records.Zips.Hash(record.Zip)));
        }

        if (record.Place != 0)
        {
            var place = records.Places.Hash(record.Place);
            keys.Add(Key(Pass.PlaceAndSound, record, place, (ulong)names.Sound(first)));
            keys.Add(Key(Pass.PlaceAndYear, record, place, (ulong)year));
            keys.Add(Key(Pass.PlaceAndZip, record, place, records.Zips.Hash(record.Zip)));
        }

        var own = CollectionsMarshal.AsSpan(keys)[start..];
        own.Sort();
        var kept = start;
        for (var i = start; i < keys.Count; i++)
        {
            if (i == start || keys[i] != keys[kept - 1])
            {
                keys[kept++] = keys[i];
            }
        }

        keys.RemoveRange(kept, keys.Count - kept);
    }

    private static void AddSound(List<ulong> keys, LinkRecords records, in LinkRecord record, int name)
    {
        if (name != 0)
        {
            keys.Add(Key(Pass.SoundAndBirthDate, record, (ulong)records.Names.Sound(name), (ulong)record.BirthDate));
        }
    }

    private static ulong Either(ulong a, ulong b) => Math.Min(a, b).With(Math.Max(a, b));

    /// <summary>Animals have keys of their own, so that they never meet people.</summary>
    private static ulong Key(Pass pass, in LinkRecord record, ulong a, ulong b) => ((ulong)pass << 1 | (record.Animal ? 1UL : 0)).With(a).With(b);
}
