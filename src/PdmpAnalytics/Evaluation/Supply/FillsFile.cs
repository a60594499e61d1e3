using System.Runtime.InteropServices;
using PdmpAnalytics.Dispensing.Adherence;

namespace PdmpAnalytics.Evaluation.Supply;

/// <summary>Takes one patient after the other.</summary>
public delegate void PatientFillsTaker(PatientFills patient);

/// <summary>
/// Hands out the patients of a plain file of fills in the order they first appear. A file in which each patient's rows stand
/// together is read in constant memory, but for the ids; of any other, and of one that can be read only once, all rows are
/// held, about 40 bytes each.
/// </summary>
public static class FillsFile
{
    /// <summary>Events from which insertion is no sort any more: our choice, 2026-11-22.</summary>
    private const int LongHistory = 500;

    /// <param name="open">Opens the file afresh each time; called twice.</param>
    public static FillsFileAccount Read(Func<Stream> open, FillsFileNeeds needs, PatientFillsTaker take)
    {
        var looked = new FillsFileAccount();
        bool together;
        using (var first = open())
        {
            together = StandTogether(first, needs, looked);
        }

        if (looked.IsRejected)
        {
            return looked;
        }

        using var file = open();
        return together ? ReadTogether(file, needs, take) : ReadOnce(file, needs, take);
    }

    /// <summary>As <see cref="Read"/>, of a stream that cannot be read twice.</summary>
    public static FillsFileAccount ReadOnce(Stream file, FillsFileNeeds needs, PatientFillsTaker take)
    {
        var account = new FillsFileAccount();
        using var reader = new FillsFileReader(file, needs, account);
        var rows = new List<(int Patient, MedicationEvent Event)>();
        var faulty = new HashSet<int>();
        var patients = 0;
        while (reader.Read())
        {
            patients += reader.IsNewPatient ? 1 : 0;
            if (reader.Event is { } fill)
            {
                rows.Add((reader.Patient, fill));
            }
            else
            {
                faulty.Add(reader.Patient);
            }
        }

        if (account.IsRejected)
        {
            return account;
        }

        var (events, ends) = ByPatient(rows, patients);
        for (var p = 0; p < patients; p++)
        {
            var own = events.AsSpan((p == 0 ? 0 : ends[p - 1])..ends[p]);
            SortByDay(own);
            take(new PatientFills(reader.IdOf(p), own, faulty.Contains(p)));
        }

        account.Patients = patients;
        return account;
    }

    private static FillsFileAccount ReadTogether(Stream file, FillsFileNeeds needs, PatientFillsTaker take)
    {
        var account = new FillsFileAccount();
        using var reader = new FillsFileReader(file, needs, account);
        var events = new List<MedicationEvent>();
        var (current, hasFaults) = (-1, false);
        while (reader.Read())
        {
            if (reader.Patient < 0)
            {
                continue;
            }

            if (reader.Patient != current)
            {
                Hand();
                (current, hasFaults) = (reader.Patient, false);
            }

            if (reader.Event is { } fill)
            {
                events.Add(fill);
            }

            hasFaults |= reader.Event is null;
        }

        if (!account.IsRejected)
        {
            Hand();
        }

        return account;

        void Hand()
        {
            if (current < 0)
            {
                return;
            }

            var own = CollectionsMarshal.AsSpan(events);
            SortByDay(own);
            take(new PatientFills(reader.IdOf(current), own, hasFaults));
            events.Clear();
            account.Patients++;
        }
    }

    private static bool StandTogether(Stream file, FillsFileNeeds needs, FillsFileAccount account)
    {
        using var reader = new FillsFileReader(file, needs, account);
        var current = -1;
        while (reader.Read())
        {
            if (reader.Patient < 0)
            {
                continue;
            }

            if (reader.Patient != current && !reader.IsNewPatient)
            {
                return false;
            }

            current = reader.Patient;
        }

        return true;
    }

    /// <summary>The events patient by patient, and where each patient's end.</summary>
    private static (MedicationEvent[] Events, int[] Ends) ByPatient(List<(int Patient, MedicationEvent Event)> rows, int patients)
    {
        var ends = new int[patients];
        foreach (var (patient, _) in rows)
        {
            ends[patient]++;
        }

        var before = 0;
        for (var p = 0; p < patients; p++)
        {
            (ends[p], before) = (before, before + ends[p]);
        }

        var events = new MedicationEvent[rows.Count];
        foreach (var (patient, fill) in rows)
        {
            events[ends[patient]++] = fill;
        }

        return (events, ends);
    }

    /// <summary>Keeps the order of equal days. Most files are in order, where insertion costs one look a row.</summary>
    private static void SortByDay(Span<MedicationEvent> events)
    {
        if (events.Length > LongHistory)
        {
            events.ToArray().OrderBy(e => e.Day).ToArray().CopyTo(events);
            return;
        }

        for (var i = 1; i < events.Length; i++)
        {
            var fill = events[i];
            var j = i - 1;
            for (; j >= 0 && events[j].Day > fill.Day; j--)
            {
                events[j + 1] = events[j];
            }

            events[j + 1] = fill;
        }
    }
}
