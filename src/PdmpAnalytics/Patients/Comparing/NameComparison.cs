namespace PdmpAnalytics.Patients.Comparing;

/// <summary>Compares names. Remembers pairs it has seen, since few different pairs of names make up most pairs of records. For one thread.</summary>
internal sealed class NameComparison(NameBook names, TermFrequencies terms)
{
    /// <summary>Bands of Jaro-Winkler: our choice, 2026-11-22, at the values that Winkler's own tables use for agreement and near agreement.</summary>
    public const double CloseSimilarity = 0.92;
    private const double SimilarSimilarity = 0.80;

    /// <summary>
    /// A spelling that this many records use, and one in fifty of those with the other spelling, is a name and no slip:
    /// the commonest single misspelling of a name stays below one in a hundred. Our choice, 2026-11-22.
    /// </summary>
    private const int RecordsOfAName = 4;
    private const double ShareOfAName = 0.02;

    /// <summary>Letters that a name cut short keeps at least: three begin too many names. Our choice, 2026-11-22.</summary>
    private const int ShortestCut = 4;

    private readonly PairMemory _firstNames = new(names.Count);
    private readonly PairMemory _lastNames = new(names.Count);

    /// <summary>First names without a look at other fields.</summary>
    public NameLevel First(int a, int b) => Level(a, b, LinkTerm.FirstName, _firstNames);

    /// <summary>Last names without a look at other fields.</summary>
    public NameLevel Last(int a, int b) => Level(a, b, LinkTerm.LastName, _lastNames);

    public MiddleNameLevel Middle(int a, int b)
    {
        if (a == 0 || b == 0)
        {
            return MiddleNameLevel.Missing;
        }

        if (names.Solid(a) == names.Solid(b))
        {
            return MiddleNameLevel.Same;
        }

        return First(a, b) switch
        {
            NameLevel.Initial => MiddleNameLevel.Initial,
            NameLevel.Variant or NameLevel.Close or NameLevel.Similar => MiddleNameLevel.Close,
            NameLevel.Same or NameLevel.Missing or NameLevel.OtherField or NameLevel.Different => MiddleNameLevel.Different,
        };
    }

    /// <summary>True when a full name and a name of another field are the same or one slip apart.</summary>
    public bool Agree(int a, int b) => Across(a, b) is NameLevel.Same or NameLevel.Close;

    /// <summary>As <see cref="Agree"/>, or forms of one name: enough where the other two names agree as well.</summary>
    public bool AgreeInForm(int a, int b) => Across(a, b) is NameLevel.Same or NameLevel.Close or NameLevel.Variant;

    /// <summary>True for a name that more people bear as first name than as last name.</summary>
    public bool IsRatherFirst(int name) =>
        terms.Count(LinkTerm.FirstName, names.Solid(name)) > terms.Count(LinkTerm.LastName, names.Solid(name));

    /// <summary>The level of two names of different fields; an initial says nothing there.</summary>
    private NameLevel Across(int a, int b) =>
        a == 0 || b == 0 || names.IsInitial(a) || names.IsInitial(b) ? NameLevel.Missing : Level(a, b, LinkTerm.FirstName, _firstNames);

    private NameLevel Level(int a, int b, LinkTerm term, PairMemory memory)
    {
        if (a == 0 || b == 0)
        {
            return NameLevel.Missing;
        }

        if (a == b)
        {
            return NameLevel.Same;
        }

        if (!memory.TryGet(a, b, out var level))
        {
            level = (byte)Judge(Math.Min(a, b), Math.Max(a, b), term);
            memory.Set(a, b, level);
        }

        return (NameLevel)level;
    }

    private NameLevel Judge(int a, int b, LinkTerm term)
    {
        if (names.Solid(a) == names.Solid(b))
        {
            return NameLevel.Same;
        }

        var textA = names.Text(a);
        var textB = names.Text(b);
        if (textA.Length == 1 || textB.Length == 1)
        {
            return textA[0] == textB[0] ? NameLevel.Initial : NameLevel.Different;
        }

        if (term == LinkTerm.FirstName && AreOtherDoubleNames(a, b))
        {
            return NameLevel.Different;
        }

        if (AreVariants(a, b, term))
        {
            return NameLevel.Variant;
        }

        if (term == LinkTerm.FirstName && AreSlipsOfOneName(a, b) && !AreBothNames(a, b, term))
        {
            return NameLevel.Close;
        }

        textA = names.Text(names.Solid(a));
        textB = names.Text(names.Solid(b));
        var similarity = JaroWinkler.Similarity(textA, textB);
        var slip = Math.Min(textA.Length, textB.Length) > 2 && Spelling.IsOneEdit(textA, textB);
        if (similarity < SimilarSimilarity && !slip || AreBothNames(names.Solid(a), names.Solid(b), term))
        {
            return NameLevel.Different;
        }

        return slip || similarity >= CloseSimilarity ? NameLevel.Close : NameLevel.Similar;
    }

    /// <summary>Two slips of one name (DANILE, DXNIEL), or one short for the name that the other misspells (SANDY, SNADRA).</summary>
    private bool AreSlipsOfOneName(int a, int b) =>
        names.Intended(a).ContainsAny(names.Intended(b)) || names.Intended(a).ContainsAny(names.FullNames(b)) || names.Intended(b).ContainsAny(names.FullNames(a));

    /// <summary>The other's beginning, and no name in its own right: CHRISTO for CHRISTOPHER, but not ANNE for ANNETET, who is ANNETTE.</summary>
    private bool IsCutShort(int a, int b)
    {
        var (shorter, longer) = names.Text(a).Length < names.Text(b).Length ? (a, b) : (b, a);
        return names.Text(shorter).Length >= ShortestCut && names.Text(longer).StartsWith(names.Text(shorter), StringComparison.Ordinal)
            && !names.IsListed(shorter);
    }

    /// <summary>Two given names of which one word is shared and another is not are sisters' or brothers': MARIA ELENA and MARIA LUISA.</summary>
    private bool AreOtherDoubleNames(int a, int b) =>
        IsUnlike(names.Words(a), names.Words(b)) && IsUnlike(names.Words(b), names.Words(a));

    /// <summary>True when some word has no like among the others: the same, a form of it or a slip.</summary>
    private bool IsUnlike(ReadOnlySpan<int> words, ReadOnlySpan<int> others)
    {
        foreach (var word in words)
        {
            var alike = false;
            foreach (var other in others)
            {
                alike |= First(word, other) is NameLevel.Same or NameLevel.Variant or NameLevel.Close;
            }

            if (!alike)
            {
                return others.Length > 0;
            }
        }

        return false;
    }

    private bool AreVariants(int a, int b, LinkTerm term) =>
        names.Words(a).Contains(b) || names.Words(b).Contains(a) || names.Words(a).ContainsAny(names.Words(b))
        || term == LinkTerm.FirstName
        && (names.FullNames(a).Contains(b) || names.FullNames(b).Contains(a) || names.FullNames(a).ContainsAny(names.FullNames(b)) || IsCutShort(a, b));

    /// <summary>Both stand in the tables or are borne by several: LAKEISHA of the tables and DAKEISHA of six records, too.</summary>
    private bool AreBothNames(int a, int b, LinkTerm term) => IsName(a, b, term) && IsName(b, a, term);

    private bool IsName(int name, int other, LinkTerm term) => term == LinkTerm.FirstName && names.IsListed(name)
        || terms.Count(term, name) >= RecordsOfAName && terms.Count(term, name) >= ShareOfAName * terms.Count(term, other);
}
