using PdmpAnalytics.Dispensing;

namespace PdmpAnalytics.Synthetic;

/// <summary>ICD-10-CM codes without dot, as prescribers usually give them for a class of drug.</summary>
internal static class Indications
{
    public const string Epilepsy = "G40909";
    public const string AlcoholDependence = "F1020";
    public const string OpioidDependence = "F1120";

    private static readonly string[] Anxiety = ["F419", "F411", "F410", "F4310", "F329"];
    private static readonly string[] Sleep = ["G4700", "F5101", "G4701"];
    private static readonly string[] Pain = ["M5450", "G8929", "M542", "M179", "G894"];
    private static readonly string[] Muscle = ["M62830", "M5450", "M542"];
    private static readonly string[] Wake = ["G4733", "G47419", "G4726"];
    private static readonly string[] Cancers = ["C50919", "C3490", "C61", "C189", "C259", "C787"];

    /// <summary>One code in sixty is a slip of the mouse and belongs to nothing (our choice, 2026-11-22).</summary>
    public static string Usual(RandomStream random, DrugClass drugClass) => random.Chance(1 / 60.0)
        ? random.Pick(["Z0000", "I10", "E119", "J069", "C50919", "G40909"])
        : random.Pick(ForClass(drugClass));

    public static string Cancer(RandomStream random) => random.Pick(Cancers);

    private static string[] ForClass(DrugClass drugClass) => drugClass switch
    {
        DrugClass.ZDrug or DrugClass.OrexinAntagonist => Sleep,
        DrugClass.Opioid or DrugClass.Gabapentinoid => Pain,
        DrugClass.MuscleRelaxant => Muscle,
        DrugClass.Stimulant => ["E669", "E6601"],
        DrugClass.WakePromoting => Wake,
        DrugClass.OpioidUseTreatment => [OpioidDependence],
        DrugClass.Barbiturate => [Epilepsy],
        DrugClass.Benzodiazepine or DrugClass.OtherSedative or DrugClass.Unknown or DrugClass.Other => Anxiety,
    };
}
