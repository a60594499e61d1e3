namespace PdmpAnalytics.Synthetic;

/// <summary>
/// Keeps one person's file at every counter: typed once, with slips that stay until something is typed again. Rates per
/// file are our choice, 2026-11-22, and the same for everyone (README).
/// </summary>
internal sealed class CounterClerk(World world, InventedPerson person, RandomStream random)
{
    private const double RetypedShare = 0.004;
    private const double ChangeNoticedShare = 0.7;
    private readonly Dictionary<(int Dispenser, int Alias), TypedIdentity> _files = [];
    private readonly List<TypedIdentity> _aliases = [];

    public TypedIdentity FileAt(InventedDispenser dispenser, int alias, int day)
    {
        var status = person.StatusOn(day);
        if (_files.TryGetValue((dispenser.Index, alias), out var file)
            && (file.Source == status || alias > 0 || !random.Chance(ChangeNoticedShare)) && !random.Chance(RetypedShare))
        {
            return file;
        }

        file = Typed(alias == 0 ? True(status) : Alias(alias, status), dispenser);
        _files[(dispenser.Index, alias)] = file;
        return file;
    }

    private TypedIdentity True(CivilStatus status) => new()
    {
        LastName = status.LastName,
        FirstName = person.Given.Full,
        Middle = person.Middle,
        Suffix = person.Suffix,
        Born = person.Born,
        Sex = person.Female ? 'F' : 'M',
        Address = status.Address,
        City = status.Home.City,
        State = status.Home.State,
        Zip = status.Home.Zip,
        Phone = status.Phone,
        Licence = person.Licence,
        Source = status,
    };

    /// <summary>An identity made to look like someone else: two or more things about it differ, some stay.</summary>
    private TypedIdentity Alias(int number, CivilStatus status)
    {
        while (_aliases.Count < number)
        {
            var truth = True(status);
            var place = random.Chance(0.6) ? status.Home : random.Pick(world.Places);
            var alias = truth with
            {
                Licence = random.Chance(0.5) ? "" : InventedNumbers.Digits(random, 9),
                Phone = InventedNumbers.Phone(random, place.AreaCode),
            };
            alias = random.Unit() switch
            {
                < 0.35 => alias with { LastName = TypingSlips.Name(random, alias.LastName) },
                < 0.6 => alias with { LastName = world.Names.Surname(random) },
                _ => alias,
            };
            alias = random.Unit() switch
            {
                < 0.35 when person.Given.Short.Length > 0 => alias with { FirstName = person.Given.Short },
                < 0.6 => alias with { FirstName = TypingSlips.Name(random, alias.FirstName) },
                < 0.75 => alias with { FirstName = world.Names.Given(random, person.Female, person.Born.Year).Full },
                _ => alias,
            };
            alias = random.Chance(0.5) ? alias with { Born = TypingSlips.Date(random, alias.Born) } : alias;
            _aliases.Add(random.Chance(0.65)
                ? alias with
                {
                    Address = PersonBuilder.DrawAddress(world.Names, random, place),
                    City = place.City,
                    State = place.State,
                    Zip = place.Zip,
                }
                : alias);
        }

        return _aliases[number - 1];
    }

    private TypedIdentity Typed(TypedIdentity identity, InventedDispenser dispenser)
    {
        if (random.Chance(0.010))
        {
            identity = identity with { LastName = TypingSlips.Name(random, identity.LastName) };
        }

        if (person.Given.Short.Length > 0 && identity.FirstName == person.Given.Full && random.Chance(0.03))
        {
            identity = identity with { FirstName = person.Given.Short };
        }
        else if (random.Chance(0.008))
        {
            identity = identity with { FirstName = TypingSlips.Name(random, identity.FirstName) };
        }

        if (random.Chance(0.0015))
        {
            identity = identity with { FirstName = identity.LastName, LastName = identity.FirstName };
        }

        if (random.Chance(0.007))
        {
            identity = identity with { Born = TypingSlips.Date(random, identity.Born) };
        }

        if (random.Chance(0.006))
        {
            identity = identity with { Sex = random.Chance(0.5) ? 'U' : identity.Sex == 'F' ? 'M' : 'F' };
        }

        return Address(identity with
        {
            Middle = dispenser.Software.MiddleName && !random.Chance(0.25) ? identity.Middle : "",
            Suffix = random.Chance(0.35) ? "" : identity.Suffix,
            Licence = !dispenser.Software.PatientId || random.Chance(0.12) ? ""
                : identity.Licence.Length > 0 && random.Chance(0.01) ? InventedNumbers.Miskeyed(random, identity.Licence) : identity.Licence,
        });
    }

    private TypedIdentity Address(TypedIdentity identity)
    {
        if (random.Chance(0.18))
        {
            identity = identity with { Address = TypingSlips.AddressStyle(random, identity.Address) };
        }

        if (random.Chance(0.02))
        {
            identity = identity with { Address = TypingSlips.Name(random, identity.Address) };
        }

        if (random.Chance(0.006))
        {
            identity = identity with { Zip = InventedNumbers.Miskeyed(random, identity.Zip) };
        }

        return random.Unit() switch
        {
            < 0.10 => identity with { Phone = "" },
            < 0.13 => identity with { Phone = InventedNumbers.Phone(random, identity.Source.Home.AreaCode) },
            < 0.14 => identity with { Phone = "9999999999" },
            _ => identity,
        };
    }
}
