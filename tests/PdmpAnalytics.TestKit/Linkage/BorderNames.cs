namespace PdmpAnalytics.TestKit.Linkage;

/// <summary>Where a name comes from, which decides how it is garbled at a counter.</summary>
internal enum NameOrigin
{
    English,
    Spanish,
    Vietnamese,
    Arabic,
}

/// <summary>
/// Names of <see cref="BorderCounty"/>, put together for this test from general knowledge and from syllables, 2026-11-22; none is drawn
/// from the product's own tables.
/// </summary>
internal static class BorderNames
{
    /// <summary>Commonest first: the draw is by rank (1 / rank), so that a few names cover many people.</summary>
    private static readonly string[] EnglishSurnames = Words(
        "SMITH JOHNSON WILLIAMS BROWN JONES DAVIS MILLER WILSON MOORE TAYLOR ANDERSON THOMAS JACKSON WHITE HARRIS MARTIN THOMPSON CLARK LEWIS "
        + "WALKER HALL ALLEN YOUNG KING WRIGHT SCOTT GREEN BAKER ADAMS NELSON CARTER MITCHELL ROBERTS TURNER PHILLIPS CAMPBELL PARKER EVANS "
        + "EDWARDS COLLINS STEWART MORRIS ROGERS REED COOK MORGAN BELL MURPHY BAILEY COOPER RICHARDSON COX HOWARD WARD PETERSON GRAY JAMES WATSON");

    private static readonly string[] SurnameStarts = Words(
        "HART WIN BRAD ASH KIRK STAN LANG WEST NOR ELL THORN BLACK GREN HOL MAR PEM RAD SHEL TREV WHIT BRENT COL DUN FAIR GILL HAZ KEN LIN MEL OAK");

    private static readonly string[] SurnameEnds = Words(
        "WELL FORD TON LEY MAN FIELD WOOD BURN HAM WICK SHAW MORE STONE DALE CROFT HURST BY GATE RIDGE COMBE LAND WORTH BECK STEAD");

    private static readonly string[] SpanishSurnames = Words(
        "GARCIA RODRIGUEZ MARTINEZ HERNANDEZ LOPEZ GONZALEZ PEREZ SANCHEZ RAMIREZ TORRES FLORES RIVERA GOMEZ DIAZ REYES CRUZ MORALES ORTIZ GUTIERREZ "
        + "CHAVEZ RAMOS RUIZ ALVAREZ MENDOZA VASQUEZ CASTILLO JIMENEZ MORENO ROMERO HERRERA MEDINA AGUILAR GARZA CASTRO VARGAS FERNANDEZ GUZMAN MUNOZ "
        + "SALAZAR SOTO DELGADO PENA RIOS ALVARADO SANDOVAL CONTRERAS VALDEZ GUERRERO ORTEGA ESTRADA NUNEZ MALDONADO VEGA CARDENAS");

    private static readonly string[] VietnameseSurnames = Words("NGUYEN TRAN LE PHAM HUYNH HOANG PHAN VU VO DANG BUI DO HO NGO DUONG LY");

    private static readonly string[] ArabicSurnames = Words(
        "AHMED ALI HASSAN HUSSEIN IBRAHIM KHALIL MANSOUR NASSER SALEH YOUSEF AZIZ FARAH HADDAD KASSAB NAJJAR OMAR RAHMAN SHAHIN TAHIR ZAKI");

    private static readonly string[] EnglishMen = Words(
        "JAMES ROBERT JOHN MICHAEL WILLIAM DAVID RICHARD JOSEPH THOMAS CHARLES CHRISTOPHER DANIEL MATTHEW ANTHONY MARK DONALD STEVEN PAUL ANDREW "
        + "JOSHUA KENNETH KEVIN BRIAN GEORGE EDWARD RONALD TIMOTHY JASON JEFFREY RYAN JACOB GARY NICHOLAS ERIC STEPHEN JONATHAN LARRY JUSTIN SCOTT");

    private static readonly string[] EnglishWomen = Words(
        "MARY PATRICIA JENNIFER LINDA ELIZABETH BARBARA SUSAN JESSICA SARAH KAREN NANCY LISA BETTY MARGARET SANDRA ASHLEY KIMBERLY EMILY DONNA "
        + "MICHELLE DOROTHY CAROL AMANDA MELISSA DEBORAH STEPHANIE REBECCA SHARON LAURA CYNTHIA KATHLEEN AMY ANGELA SHIRLEY ANNA BRENDA PAMELA EMMA");

    private static readonly string[] SpanishMen = Words(
        "JOSE LUIS JUAN CARLOS JESUS MIGUEL JORGE FRANCISCO PEDRO ALEJANDRO MANUEL RICARDO FERNANDO ROBERTO EDUARDO JAVIER RAFAEL SERGIO ARTURO HECTOR RAUL ENRIQUE");

    private static readonly string[] SpanishWomen = Words(
        "MARIA GUADALUPE ROSA ANA CARMEN LETICIA PATRICIA VERONICA ALICIA YOLANDA GLORIA SILVIA TERESA MARTHA ELENA GABRIELA ADRIANA LUZ ESPERANZA BEATRIZ");

    private static readonly string[] VietnameseMen = Words("VAN MINH HUNG TUAN DUNG THANH HAI LONG NAM PHUC QUANG SON TAM TRUNG VINH KHOA");
    private static readonly string[] VietnameseWomen = Words("THI LAN HOA HUONG MAI NGA PHUONG THAO TRANG TUYET XUAN YEN LINH HANH DIEM LOAN");
    private static readonly string[] ArabicMen = Words("MOHAMMED AHMAD MAHMOUD ABDULLAH OMAR KHALID YUSUF IBRAHIM HASSAN HUSSEIN MUSTAFA TARIQ KARIM SAMIR NABIL");
    private static readonly string[] ArabicWomen = Words("FATIMA AISHA MARYAM KHADIJA ZAINAB AMINA LAYLA NOUR HUDA SALMA RANIA DINA SAMIRA YASMIN HANAN");

    public static string Surname(Random random, NameOrigin origin) => origin switch
    {
        NameOrigin.English => random.NextDouble() < 0.6
            ? ByRank(random, EnglishSurnames)
            : SurnameStarts[random.Next(SurnameStarts.Length)] + SurnameEnds[random.Next(SurnameEnds.Length)],
        NameOrigin.Spanish => ByRank(random, SpanishSurnames) + " " + ByRank(random, SpanishSurnames),
        NameOrigin.Vietnamese => ByRank(random, VietnameseSurnames),
        NameOrigin.Arabic => ByRank(random, ArabicSurnames),
    };

    public static string Given(Random random, NameOrigin origin, bool female) => ByRank(random, (origin, female) switch
    {
        (NameOrigin.English, false) => EnglishMen,
        (NameOrigin.English, true) => EnglishWomen,
        (NameOrigin.Spanish, false) => SpanishMen,
        (NameOrigin.Spanish, true) => SpanishWomen,
        (NameOrigin.Vietnamese, false) => VietnameseMen,
        (NameOrigin.Vietnamese, true) => VietnameseWomen,
        (NameOrigin.Arabic, false) => ArabicMen,
        (NameOrigin.Arabic, true) => ArabicWomen,
    });

    /// <summary>A second given name of the same stock, another than the first; empty for two people in five.</summary>
    public static string Middle(Random random, NameOrigin origin, bool female, string first)
    {
        var middle = random.NextDouble() < 0.6 ? Given(random, origin, female) : "";
        return middle == first ? "" : middle;
    }

    /// <summary>A draw in which the k-th value is k times rarer than the first.</summary>
    private static string ByRank(Random random, string[] values)
    {
        var total = Enumerable.Range(1, values.Length).Sum(rank => 1.0 / rank);
        var left = random.NextDouble() * total;
        for (var i = 0; i < values.Length - 1; i++)
        {
            left -= 1.0 / (i + 1);
            if (left < 0)
            {
                return values[i];
            }
        }

        return values[^1];
    }

    private static string[] Words(string text) => text.Split(' ');
}
