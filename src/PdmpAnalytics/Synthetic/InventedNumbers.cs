using System.Globalization;

namespace PdmpAnalytics.Synthetic;

/// <summary>Registration numbers nobody holds, with right check digits (domain reference 2.1 and 2.2).</summary>
internal static class InventedNumbers
{
    /// <summary>DEA number: series letter, initial of the name, seven digits.</summary>
    public static string Dea(RandomStream random, char series, char initial)
    {
        Span<int> d = stackalloc int[6];
        for (var i = 0; i < 6; i++)
        {
            d[i] = random.Between(i == 0 ? 1 : 0, 9);
        }

        var check = (d[0] + d[2] + d[4] + 2 * (d[1] + d[3] + d[5])) % 10;
        return string.Create(CultureInfo.InvariantCulture, $"{series}{initial}{d[0]}{d[1]}{d[2]}{d[3]}{d[4]}{d[5]}{check}");
    }

    /// <summary>NPI: ten digits that start with 1.</summary>
    public static string Npi(RandomStream random)
    {
        Span<char> digits = stackalloc char[10];
        digits[0] = '1';
        // 24 is the contribution of the constant prefix 80840; the leading 1 doubles to 2.
        var sum = 24 + 2;
        for (var i = 1; i < 9; i++)
        {
            var digit = random.Below(10);
            digits[i] = (char)('0' + digit);
            sum += i % 2 == 0 ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit;
        }

        digits[9] = (char)('0' + (10 - sum % 10) % 10);
        return new string(digits);
    }

    /// <summary>NCPDP id: two digits of the state and five more; the check digit's rule is not public (2.4).</summary>
    public static string Ncpdp(RandomStream random, string state) =>
        (state == "TN" ? "44" : state == "KY" ? "18" : "11") + Digits(random, 5);

    /// <summary>Ten digits in an exchange reserved for fiction (555).</summary>
    public static string Phone(RandomStream random, string areaCode) => areaCode + "555" + Digits(random, 4);

    public static string Digits(RandomStream random, int count)
    {
        Span<char> digits = stackalloc char[count];
        foreach (ref var digit in digits)
        {
            digit = (char)('0' + random.Below(10));
        }

        return new string(digits);
    }

    /// <summary>One of the last six digits keyed wrong, so that a check digit no longer fits most of the time.</summary>
    public static string Miskeyed(RandomStream random, string number)
    {
        var characters = number.ToCharArray();
        var at = characters.Length - 1 - random.Below(Math.Min(6, characters.Length));
        characters[at] = (char)('0' + (characters[at] - '0' + random.Between(1, 9)) % 10);
        return new string(characters);
    }
}
