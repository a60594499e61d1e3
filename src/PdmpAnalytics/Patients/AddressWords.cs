using System.Collections.Frozen;

namespace PdmpAnalytics.Patients;

/// <summary>Words of US addresses and their short forms (USPS Publication 28, appendices B and C; our selection, 2026-11-22).</summary>
internal static class AddressWords
{
    /// <summary>Suffixes, directions, ordinals and common first words; long or mistaken form to short form.</summary>
    public static readonly FrozenDictionary<string, string> Abbreviations = Pairs("""
        ALLEY ALY;ALLY ALY;ANNEX ANX;ARCADE ARC;AVENUE AVE;AV AVE;AVEN AVE;AVENU AVE;AVN AVE;BEACH BCH;BEND BND;BLUFF BLF
        BOULEVARD BLVD;BOUL BLVD;BOULV BLVD;BRANCH BR;BRIDGE BRG;BROOK BRK;BYPASS BYP;CAMP CP;CANYON CYN;CAUSEWAY CSWY
        CENTER CTR;CENTRE CTR;CNTR CTR;CENT CTR;CIRCLE CIR;CIRC CIR;CRCLE CIR;COMMON CMN;COMMONS CMNS;CORNER COR;CORNERS CORS
        COURT CT;CRT CT;COURTS CTS;COVE CV;CREEK CRK;CRESCENT CRES;CROSSING XING;DRIVE DR;DRV DR;ESTATE EST;ESTATES ESTS
        EXPRESSWAY EXPY;EXTENSION EXT;FERRY FRY;FIELD FLD;FIELDS FLDS;FOREST FRST;FORT FT;FREEWAY FWY;GARDEN GDN;GARDENS GDNS
        GATEWAY GTWY;GLEN GLN;GREEN GRN;GROVE GRV;HARBOR HBR;HAVEN HVN;HEIGHTS HTS;HGTS HTS;HIGHWAY HWY;HIWAY HWY;HIGHWY HWY
        HILL HL;HILLS HLS;HOLLOW HOLW;ISLAND IS;JUNCTION JCT;KNOLL KNL;LAKE LK;LAKES LKS;LANDING LNDG;LANE LN;LA LN
        LODGE LDG;MANOR MNR;MEADOW MDW;MEADOWS MDWS;MILL ML;MILLS MLS;MISSION MSN;MOUNT MT;MOUNTAIN MTN;ORCHARD ORCH
        PARKWAY PKWY;PARKWY PKWY;PKY PKWY;PARKS PARK;PINE PNE;PINES PNES;PLACE PL;PLAIN PLN;PLAINS PLNS;PLAZA PLZ;PLZA PLZ
        POINT PT;POINTE PT;POINTS PTS;PORT PRT;PRAIRIE PR;RANCH RNCH;RIDGE RDG;RIDGES RDGS;RIVER RIV;ROAD RD;ROUTE RTE;RT RTE
        SAINT ST;SHORE SHR;SHORES SHRS;SPRING SPG;SPRINGS SPGS;SQUARE SQ;STATION STA;STREAM STRM;STREET ST;STR ST;STRT ST
        SUMMIT SMT;TERRACE TER;TERR TER;TRACE TRCE;TRAIL TRL;TRAILS TRL;TURNPIKE TPKE;UNION UN;VALLEY VLY;VIEW VW;VILLAGE VLG
        VISTA VIS;WALK WALK;WELLS WLS
        NORTH N;SOUTH S;EAST E;WEST W;NORTHEAST NE;NORTHWEST NW;SOUTHEAST SE;SOUTHWEST SW
        FIRST 1ST;SECOND 2ND;THIRD 3RD;FOURTH 4TH;FIFTH 5TH;SIXTH 6TH;SEVENTH 7TH;EIGHTH 8TH;NINTH 9TH;TENTH 10TH
        APARTMENT APT;APMT APT;SUITE STE;SUIT STE;ROOM RM;FLOOR FL;FLR FL;BUILDING BLDG;BLD BLDG;DEPARTMENT DEPT;SPACE SPC
        TRAILER TRLR;PENTHOUSE PH;BASEMENT BSMT;FRONT FRNT;LOWER LOWR;UPPER UPPR;NUMBER #;NO #;NUM #
        """);

    /// <summary>House numbers written out.</summary>
    public static readonly FrozenDictionary<string, string> HouseNumbers = Pairs(
        "ONE 1;TWO 2;THREE 3;FOUR 4;FIVE 5;SIX 6;SEVEN 7;EIGHT 8;NINE 9;TEN 10");

    /// <summary>
    /// Designators that a number follows, and what is kept of them: nothing of those that people use for one another
    /// (apartment 4, unit 4, # 4), the word itself where number 2 of one kind is not number 2 of the other.
    /// </summary>
    public static readonly FrozenDictionary<string, string> Units = new Dictionary<string, string>
    {
        ["APT"] = "", ["UNIT"] = "", ["STE"] = "", ["RM"] = "", ["LOT"] = "", ["SPC"] = "", ["TRLR"] = "", ["DEPT"] = "",
        ["BLDG"] = "BLDG", ["FL"] = "FL", ["PH"] = "PH",
    }.ToFrozenDictionary();

    /// <summary>Parts of a building that need no number.</summary>
    public static readonly FrozenSet<string> UnitsAlone =
        FrozenSet.Create("REAR", "FRNT", "BSMT", "UPPR", "LOWR", "PH", "SIDE", "OFC");

    /// <summary>Suffixes after which a lone number is a unit; highways and county roads carry numbers of their own.</summary>
    public static readonly FrozenSet<string> ClosingSuffixes =
        FrozenSet.Create("ST", "AVE", "DR", "LN", "BLVD", "CT", "PL", "WAY", "PKWY", "CIR", "TER");

    /// <summary>True for 1ST, 2ND, 3RD, 11TH, ...</summary>
    public static bool IsOrdinal(string word) =>
        word.Length > 2 && word[..^2].All(char.IsAsciiDigit) && word[^2..] is "ST" or "ND" or "RD" or "TH" && char.IsAsciiDigit(word[0]);

    private static FrozenDictionary<string, string> Pairs(string table) => table
        .Split([';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => pair.Split(' '))
        .ToFrozenDictionary(pair => pair[0], pair => pair[1]);
}
