namespace PdmpAnalytics.Dispensing;

/// <content>Facts that several rules and the score share: read on first use, once a patient.</content>
public sealed partial class DispensingHistory
{
    private readonly DailySupply _supply = new();
    private readonly DailySupply _supplyAhead = new();
    private readonly EarlyRefills _earlyRefills = new();
    private bool _supplyRead;
    private bool _supplyAheadRead;
    private bool _hasDaysAhead;
    private EarlyRefillTerms? _earlyRefillTerms;
    private readonly ScopeProviders[] _scopeProviders = new ScopeProviders[4];
    private bool _scopeProvidersRead;

    /// <summary>Products, names and places behind the fills; null when fills were given already resolved without it.</summary>
    public DispensingReference? Reference { get; private set; }

    /// <summary>Days covered and daily doses.</summary>
    public DailySupply Supply
    {
        get
        {
            if (!_supplyRead)
            {
                _supply.Read(this, AsOfDay);
                _supplyRead = true;
            }

            return _supply;
        }
    }

    /// <summary>
    /// As <see cref="Supply"/>, and on into the days ahead while supplies run and their means still move: what rules look at, to tell
    /// when they will change their mind.
    /// </summary>
    public DailySupply SupplyAhead
    {
        get
        {
            if (!_supplyAheadRead)
            {
                var lastDay = LastDayOfSupply();
                _hasDaysAhead = lastDay > AsOfDay;
                if (_hasDaysAhead)
                {
                    _supplyAhead.Read(this, lastDay);
                }

                _supplyAheadRead = true;
            }

            return _hasDaysAhead ? _supplyAhead : Supply;
        }
    }

    private int LastDayOfSupply()
    {
        var last = AsOfDay - DailySupply.DaysAfterSupply;
        foreach (ref readonly var fill in Fills)
        {
            last = Math.Max(last, fill.LastDay);
        }

        return last + DailySupply.DaysAfterSupply;
    }

    /// <summary>Early refills by these terms. Asking by other terms reads again, so a run keeps to one set.</summary>
    public EarlyRefills EarlyRefills(EarlyRefillTerms terms)
    {
        if (!terms.Equals(_earlyRefillTerms))
        {
            _earlyRefills.Read(this, terms);
            _earlyRefillTerms = terms;
        }

        return _earlyRefills;
    }

    /// <summary>Most practices and dispenser groups that any window of a scope can have.</summary>
    public ScopeProviders ProvidersIn(DrugScope scope)
    {
        if (!_scopeProvidersRead)
        {
            ScopeProviders.Read(this, _scopeProviders);
            _scopeProvidersRead = true;
        }

        return _scopeProviders[(int)scope];
    }

    private void ForgetFacts(DispensingReference? reference)
    {
        Reference = reference;
        _supplyRead = false;
        _supplyAheadRead = false;
        _scopeProvidersRead = false;
        _earlyRefillTerms = null;
    }
}
