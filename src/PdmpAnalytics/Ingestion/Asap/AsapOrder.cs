namespace PdmpAnalytics.Ingestion.Asap;

/// <summary>
/// Holds segments to their order: TH IS { PHA { PAT { DSP PRE [CDI ...] [AIR] }+ }+ TP }+ TT. Once a segment of a patient's group
/// stands where it may not, which prescriber belongs to which fill cannot be told any more, and the group is broken up to the
/// next PAT or PHA.
/// </summary>
internal sealed class AsapOrder
{
    private Place _place;
    private bool _carriesRecords;
    private bool _isOpen;
    private bool _isBroken;

    /// <summary>True from a PAT to its first fill.</summary>
    private bool _awaitsFill;
    private AsapSegmentKind _lastOfFill;

    /// <summary>What was met last, so what may follow.</summary>
    private enum Place : byte
    {
        Outside,
        Header,
        Source,
        Pharmacy,
        Patient,
        Fill,
        BehindPharmacy,
    }

    /// <summary>True before a TH and behind a TT.</summary>
    public bool IsOutside => _place == Place.Outside;

    /// <summary>True from a PHA to its TP.</summary>
    public bool IsInPharmacy => _place is Place.Pharmacy or Place.Patient or Place.Fill;

    /// <summary>True while IS has to come next.</summary>
    public bool LacksSource => _carriesRecords && _place == Place.Header;

    /// <param name="carriesRecords">False for a transaction that withdraws another: it has a TT only, and perhaps an IS.</param>
    public void BeginTransaction(bool carriesRecords) =>
        (_place, _carriesRecords, _isOpen, _isBroken, _awaitsFill) = (Place.Header, carriesRecords, false, false, false);

    /// <summary>False when IS stands where it may not.</summary>
    public bool TakeSource()
    {
        var fits = _place == Place.Header;
        _place = Place.Source;
        return fits;
    }

    /// <summary>True when a record is complete, or a patient has none, and the segment that comes next is not part of it.</summary>
    public bool EndsRecord(AsapSegmentKind next, out bool isBroken)
    {
        isBroken = true;
        if (next is AsapSegmentKind.Pre or AsapSegmentKind.Cdi or AsapSegmentKind.Air or AsapSegmentKind.Unknown)
        {
            return false;
        }

        if (_isOpen)
        {
            _isOpen = false;
            // Every fill has a prescriber.
            _isBroken |= _lastOfFill == AsapSegmentKind.Dsp;
            isBroken = _isBroken;
            return true;
        }

        var isEmptyPatient = _awaitsFill && next != AsapSegmentKind.Dsp;
        _awaitsFill &= !isEmptyPatient;
        return isEmptyPatient;
    }

    /// <summary>
    /// Takes a PHA, PAT, DSP, PRE, CDI or AIR; false when it belongs to nothing. That is worth telling once
    /// (<paramref name="isNews"/>), not again for every segment of a group that is broken already.
    /// </summary>
    public bool Take(AsapSegmentKind kind, out bool isNews)
    {
        var fits = kind switch
        {
            AsapSegmentKind.Pha => Begin(Place.Pharmacy, _carriesRecords),
            AsapSegmentKind.Pat => Begin(Place.Patient, IsInPharmacy),
            AsapSegmentKind.Dsp => BeginFill(),
            _ => _isOpen && AddToFill(kind),
        };
        // A patient without a pharmacy is told of with its fills, or when it has none.
        isNews = !fits && !_isBroken && kind != AsapSegmentKind.Pat;
        _isBroken |= !fits;
        _awaitsFill = kind == AsapSegmentKind.Pat || _awaitsFill && fits && kind != AsapSegmentKind.Dsp;
        return fits;
    }

    /// <summary>Ends the pharmacy's group.</summary>
    public void EndPharmacy() => (_place, _isBroken) = (Place.BehindPharmacy, false);

    public void EndTransaction() => _place = Place.Outside;

    /// <summary>Marks the record in hand, and what follows of its group, as not to be trusted.</summary>
    public void Break() => _isBroken = true;

    private bool Begin(Place place, bool fits)
    {
        if (fits)
        {
            (_place, _isBroken) = (place, false);
        }

        return fits;
    }

    private bool BeginFill()
    {
        (_isOpen, _lastOfFill) = (true, AsapSegmentKind.Dsp);
        // Without a patient or a pharmacy it is a record all the same, one that cannot be loaded.
        _isBroken |= _place is not (Place.Patient or Place.Fill);
        _place = _place == Place.Patient ? Place.Fill : _place;
        return true;
    }

    private bool AddToFill(AsapSegmentKind kind)
    {
        _isBroken |= kind == AsapSegmentKind.Pre
            ? _lastOfFill != AsapSegmentKind.Dsp
            : _lastOfFill is not (AsapSegmentKind.Pre or AsapSegmentKind.Cdi);
        _lastOfFill = kind;
        return true;
    }
}
