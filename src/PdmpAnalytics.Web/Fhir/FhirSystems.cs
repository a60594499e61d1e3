using PdmpAnalytics.Detection;

namespace PdmpAnalytics.Web.Fhir;

/// <summary>Addresses and code systems of FHIR R4 and the US PDMP guide 1.0.0 (domain reference 5.5).</summary>
internal static class FhirSystems
{
    public const string ContentType = "application/fhir+json";
    public const string Ndc = "http://hl7.org/fhir/sid/ndc";
    public const string Npi = "http://hl7.org/fhir/sid/us-npi";
    public const string Dea = "http://terminology.hl7.org/NamingSystem/usdeanumber";
    public const string Ncpdp = "http://terminology.hl7.org/CodeSystem/NCPDPProviderIdentificationNumber";
    public const string AlertCategory = "http://terminology.hl7.org/CodeSystem/PMIXPatientAlertCatCode";
    public const string PaymentMethod = "http://terminology.hl7.org/CodeSystem/PMIXMethodofPayment";
    public const string Transmission = "http://terminology.hl7.org/CodeSystem/PMIXTransmissionFormRxOriginCodeType";
    public const string OpioidTreatment = "http://terminology.hl7.org/CodeSystem/PMIXOpioidTreatmentCode";
    public const string PmixStatus = "http://terminology.hl7.org/CodeSystem/PMIXStatusCode";

    /// <summary>Of identifiers that are addresses.</summary>
    public const string Uri = "urn:ietf:rfc:3986";

    /// <summary>HL7's way to say that an element is not known.</summary>
    public const string DataAbsent = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

    /// <summary>Our own: names of this programme's accounts, by which delegates and supervisors are known.</summary>
    public const string Account = "urn:pdmp:account";

    /// <summary>What PMIX has no code for.</summary>
    public const string GuideStatus = $"{Guide}/CodeSystem/temporary-pdmp-response-status";
    public const string Guide = "http://hl7.org/fhir/us/pdmp";

    public static string Extension(string name) => $"{Guide}/StructureDefinition/pdmp-extension-{name}";

    public static string Profile(string name) => $"{Guide}/StructureDefinition/{name}";

    /// <summary>What the guide asks of resources it has no profile of its own for (US Core 6.1.0).</summary>
    public static string UsCore(string name) => $"http://hl7.org/fhir/us/core/StructureDefinition/us-core-{name}|6.1.0";

    /// <summary>FHIR's three severities of a detected issue.</summary>
    public static string SeverityOf(string severity) => Enum.Parse<Severity>(severity) switch
    {
        Severity.Critical or Severity.High => "high",
        Severity.Medium => "moderate",
        Severity.Low or Severity.Info => "low",
    };

    public static string CategoryName(string code) => code switch
    {
        "03" => "Doctor/pharmacy shopping",
        "04" => "Overlapping prescriptions",
        "05" => "Morphine milligram equivalents",
        _ => "Unspecified",
    };
}
