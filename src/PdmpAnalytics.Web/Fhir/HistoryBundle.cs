using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using PdmpAnalytics.Dispensing;
using PdmpAnalytics.Lookup.Reporting;

namespace PdmpAnalytics.Web.Fhir;

/// <summary>
/// A report as the guide's collection Bundle: patient, what was dispensed, who prescribed and dispensed it, and alerts. A resource names the profile
/// that the guide asks of it only where it has what the profile demands; alerts are DetectedIssues, for which there is none.
/// </summary>
internal sealed class HistoryBundle(PatientReport report)
{
    private const string PatientId = "patient";
    private readonly JsonArray _entries = [];
    private readonly Dictionary<string, string> _addresses = [];

    public JsonObject Make()
    {
        Add(AddressOf(PatientId), Patient());
        foreach (var (p, number) in report.Prescriptions.Select((p, i) => (p, i + 1)))
        {
            Dispense(p, number);
        }

        foreach (var (alert, number) in report.Alerts.Select((a, i) => (a, i + 1)))
        {
            Add(AddressOf($"alert-{number}"), Alert(alert, number));
        }

        return new JsonObject
        {
            ["resourceType"] = "Bundle",
            ["id"] = report.ReportId.ToString("D"),
            ["meta"] = Profiled("pdmp-bundle-history-result"),
            ["type"] = "collection",
            ["timestamp"] = report.GeneratedUtc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["entry"] = _entries,
        };
    }

    /// <summary>The days the history is of: an extension of the parameter that carries it.</summary>
    public JsonObject ActivityPeriod() => new()
    {
        ["url"] = FhirSystems.Profile("pdmp-activity-period-extension"),
        ["valuePeriod"] = new JsonObject { ["start"] = Day(report.Request.RangeFrom), ["end"] = Day(report.Request.RangeTo) },
    };

    private JsonObject Patient()
    {
        var patient = Resource("Patient", PatientId);
        if (report.Patient.Family.Length > 0 && report.Patient.Given.Count > 0)
        {
            patient["meta"] = Profiled("pdmp-patient");
        }

        // The profile wants an identifier. This one names the patient in this answer and nowhere else, so that no lasting id leaves.
        Identify(patient, (FhirSystems.Uri, AddressOf(PatientId)));
        patient["name"] = new JsonArray(new JsonObject
        {
            ["text"] = report.Patient.Name,
            ["family"] = report.Patient.Family,
            ["given"] = new JsonArray([.. report.Patient.Given.Select(g => JsonValue.Create(g))]),
        });
        patient["gender"] = report.Patient.Sex switch { "F" => "female", "M" => "male", "N" or "X" => "other", _ => "unknown" };
        patient["birthDate"] = Day(report.Patient.Dob);
        if (report.Patient.Addresses.Count > 0)
        {
            patient["address"] = new JsonArray([.. report.Patient.Addresses.Select(a => (JsonNode)new JsonObject
            {
                ["text"] = a.Text, ["period"] = new JsonObject { ["start"] = Day(a.From), ["end"] = Day(a.To) },
            })]);
        }

        return patient;
    }

    private void Dispense(ReportedPrescription p, int number)
    {
        var practitioner = Once($"practitioner {p.Prescriber.Npi} {p.Prescriber.Dea} {p.Prescriber.Name}", "practitioner", id => Practitioner(p.Prescriber, id));
        var pharmacy = Once($"pharmacy {p.Pharmacy.Dea} {p.Pharmacy.Npi} {p.Pharmacy.Ncpdp} {p.Pharmacy.Name}", "pharmacy", id => Pharmacy(p.Pharmacy, id));
        var request = Resource("MedicationRequest", $"request-{number}");
        if (p.Written is not null)
        {
            request["meta"] = Conforming(FhirSystems.UsCore("medicationrequest"));
        }

        request["status"] = "completed";
        request["intent"] = "order";
        request["medicationCodeableConcept"] = Medication(p);
        request["subject"] = Reference(AddressOf(PatientId));
        request["requester"] = Reference(practitioner);
        if (p.Written is { } written)
        {
            request["authoredOn"] = Day(written);
        }

        Add(AddressOf($"request-{number}"), request);
        var dispense = Resource("MedicationDispense", $"dispense-{number}");
        dispense["meta"] = Profiled("pdmp-medicationdispense");
        if (Extensions(p) is { Count: > 0 } extensions)
        {
            dispense["extension"] = extensions;
        }

        dispense["identifier"] = new JsonArray(new JsonObject { ["value"] = p.RxNumber });
        dispense["status"] = "completed";
        dispense["medicationCodeableConcept"] = Medication(p);
        dispense["subject"] = Reference(AddressOf(PatientId));
        dispense["performer"] = new JsonArray(new JsonObject { ["actor"] = Reference(pharmacy) });
        dispense["authorizingPrescription"] = new JsonArray(Reference(AddressOf($"request-{number}")));
        dispense["quantity"] = new JsonObject { ["value"] = p.Qty, ["unit"] = p.Unit };
        dispense["daysSupply"] = new JsonObject { ["value"] = p.Days, ["unit"] = "days", ["system"] = "http://unitsofmeasure.org", ["code"] = "d" };
        dispense["whenPrepared"] = Day(p.FilledOn);
        if (p.SoldOn is { } sold)
        {
            dispense["whenHandedOver"] = Day(sold);
        }
        else
        {
            // US Core wants the day of every completed dispensation, or that it is not known.
            dispense["_whenHandedOver"] = new JsonObject
            {
                ["extension"] = new JsonArray(new JsonObject { ["url"] = FhirSystems.DataAbsent, ["valueCode"] = "unknown" }),
            };
        }

        Add(AddressOf($"dispense-{number}"), dispense);
    }

    /// <summary>
    /// As the guide types them. A first fill has no number: the guide counts it 0 and gives the number a type that has no 0
    /// (positiveInt). Equivalents are a day's.
    /// </summary>
    private static JsonArray Extensions(ReportedPrescription p)
    {
        var extensions = new JsonArray();
        if (p.FillNumber > 0)
        {
            Extend("rx-fill-number", "valuePositiveInt", p.FillNumber);
        }

        if (p.TransmissionForm > 0)
        {
            Extend("rx-transmission-method", "valueCoding", Coded(FhirSystems.Transmission, p.TransmissionForm));
        }

        if (p.Payment != PaymentType.Unknown)
        {
            var coding = Coded(FhirSystems.PaymentMethod, (int)p.Payment);
            coding["display"] = p.Pay;
            Extend("method-of-payment", "valueCoding", coding);
        }

        if (p.TreatmentType > 0)
        {
            Extend("opioid-treatment-code", "valueCoding", Coded(FhirSystems.OpioidTreatment, p.TreatmentType));
        }

        if (p.Mme is { } mme)
        {
            Extend("mme", "valueDecimal", mme);
        }

        if (p.LmePerDay is { } lme)
        {
            Extend("lme", "valueDecimal", lme);
        }

        return extensions;

        void Extend(string name, string kind, JsonNode value) => extensions.Add(new JsonObject { ["url"] = FhirSystems.Extension(name), [kind] = value });
    }

    private static JsonObject Coded(string system, int code) =>
        new() { ["system"] = system, ["code"] = code.ToString("D2", CultureInfo.InvariantCulture) };

    private static JsonObject Medication(ReportedPrescription p) => new()
    {
        ["coding"] = new JsonArray(new JsonObject { ["system"] = FhirSystems.Ndc, ["code"] = p.Ndc, ["display"] = p.Drug }),
        ["text"] = p.Drug,
    };

    private static JsonObject Practitioner(ReportedPrescriber prescriber, string id)
    {
        var practitioner = Resource("Practitioner", id);
        Identify(practitioner, (FhirSystems.Npi, prescriber.Npi), (FhirSystems.Dea, prescriber.Dea));
        var name = new JsonObject { ["text"] = prescriber.Name };
        SetText(name, "family", prescriber.Family);
        if (prescriber.Given.Length > 0)
        {
            name["given"] = new JsonArray(prescriber.Given);
        }

        practitioner["name"] = new JsonArray(name);
        if (prescriber.Family.Length > 0 && practitioner.ContainsKey("identifier"))
        {
            practitioner["meta"] = Conforming(FhirSystems.UsCore("practitioner"));
        }

        return practitioner;
    }

    private static JsonObject Pharmacy(ReportedPharmacy pharmacy, string id)
    {
        var organization = Resource("Organization", id);
        Identify(organization, (FhirSystems.Npi, pharmacy.Npi), (FhirSystems.Dea, pharmacy.Dea), (FhirSystems.Ncpdp, pharmacy.Ncpdp));
        organization["active"] = true;
        if (organization.ContainsKey("identifier"))
        {
            organization["meta"] = Profiled("pdmp-organization-pharmacy");
        }

        organization["name"] = pharmacy.Name.Length > 0 ? pharmacy.Name : "pharmacy";
        if (pharmacy.City.Length + pharmacy.State.Length > 0)
        {
            var address = new JsonObject();
            SetText(address, "city", pharmacy.City);
            SetText(address, "state", pharmacy.State);
            organization["address"] = new JsonArray(address);
        }

        return organization;
    }

    private JsonObject Alert(CounterAlert alert, int number)
    {
        var issue = Resource("DetectedIssue", $"alert-{number}");
        issue["status"] = "final";
        issue["code"] = new JsonObject
        {
            ["coding"] = new JsonArray(new JsonObject
            {
                ["system"] = FhirSystems.AlertCategory, ["code"] = alert.PmixCategory, ["display"] = FhirSystems.CategoryName(alert.PmixCategory),
            }),
            ["text"] = alert.Title,
        };
        issue["severity"] = FhirSystems.SeverityOf(alert.Severity);
        issue["patient"] = Reference(AddressOf(PatientId));
        issue["identifiedPeriod"] = new JsonObject { ["start"] = Day(alert.FirstDay), ["end"] = Day(alert.LastDay) };
        issue["detail"] = $"{alert.Text} Settles it: {alert.Settles}";
        return issue;
    }

    /// <summary>The address of somebody who is named again and again.</summary>
    private string Once(string who, string kind, Func<string, JsonObject> make)
    {
        if (!_addresses.TryGetValue(who, out var address))
        {
            var id = $"{kind}-{_addresses.Count + 1}";
            _addresses.Add(who, address = AddressOf(id));
            Add(address, make(id));
        }

        return address;
    }

    /// <summary>A UUID of the report and the resource in it (version 8 of RFC 9562), the same each time it is asked for.</summary>
    private string AddressOf(string id)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"{report.ReportId:D}/{id}")).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return $"urn:uuid:{new Guid(bytes, bigEndian: true):D}";
    }

    private void Add(string address, JsonObject resource) => _entries.Add(new JsonObject { ["fullUrl"] = address, ["resource"] = resource });

    private static JsonObject Resource(string type, string id) => new() { ["resourceType"] = type, ["id"] = id };

    private static JsonObject Reference(string address) => new() { ["reference"] = address };

    private static JsonObject Profiled(string name) => Conforming(FhirSystems.Profile(name));

    private static JsonObject Conforming(string profile) => new() { ["profile"] = new JsonArray(profile) };

    private static void Identify(JsonObject resource, params (string System, string Value)[] numbers)
    {
        JsonNode[] stated = [.. numbers.Where(n => n.Value.Length > 0).Select(n => new JsonObject { ["system"] = n.System, ["value"] = n.Value })];
        if (stated.Length > 0)
        {
            resource["identifier"] = new JsonArray(stated);
        }
    }

    private static void SetText(JsonObject node, string name, string value)
    {
        if (value.Length > 0)
        {
            node[name] = value;
        }
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
