namespace PdmpAnalytics.Lookup.Searching;

/// <summary>What a search says to people and programs.</summary>
public static class SearchWords
{
    /// <summary>Stable, kebab-case.</summary>
    public static string Code(SearchOutcome outcome) => outcome switch
    {
        SearchOutcome.Found => "found",
        SearchOutcome.PickOne => "pick-one",
        SearchOutcome.OneMoreItem => "one-more-item",
        SearchOutcome.NotFound => "not-found",
        SearchOutcome.TooMany => "too-many",
    };

    /// <summary>Name of an item in requests, camelCase.</summary>
    public static string Code(QueryItem item) => item switch
    {
        QueryItem.LastName => "lastName",
        QueryItem.FirstName => "firstName",
        QueryItem.MiddleName => "middleName",
        QueryItem.Suffix => "suffix",
        QueryItem.BirthDate => "birthDate",
        QueryItem.Sex => "sex",
        QueryItem.Address => "address",
        QueryItem.Zip => "zip",
        QueryItem.Phone => "phone",
        QueryItem.IdNumber => "idNumber",
    };

    /// <summary>Stable, kebab-case.</summary>
    public static string Code(DifferenceKind kind) => kind switch
    {
        DifferenceKind.OtherForm => "other-form",
        DifferenceKind.Slip => "slip",
        DifferenceKind.Swapped => "swapped",
        DifferenceKind.Other => "other",
    };

    /// <summary>An item as a person calls it.</summary>
    public static string Of(QueryItem item) => item switch
    {
        QueryItem.LastName => "last name",
        QueryItem.FirstName => "first name",
        QueryItem.MiddleName => "middle name",
        QueryItem.Suffix => "generation (Jr, Sr)",
        QueryItem.BirthDate => "birth date",
        QueryItem.Sex => "sex",
        QueryItem.Address => "address",
        QueryItem.Zip => "ZIP code",
        QueryItem.Phone => "telephone",
        QueryItem.IdNumber => "id number",
    };

    /// <summary>What to do next, for every outcome that opens nothing.</summary>
    public static string Advice(PatientSearch search) => search.Outcome switch
    {
        SearchOutcome.Found => "",
        SearchOutcome.PickOne => "Nobody fits in every item. Pick the patient if one of these is meant; the differences are marked.",
        SearchOutcome.OneMoreItem => $"Look-alikes are on record: twins, or father and son. Add one more item: {Items(search.AskFor)}.",
        SearchOutcome.NotFound =>
            "Nobody fits. Check the spelling and the birth date, try a former name, or a nickname's full form"
            + (search.AskFor.Count == 0 ? ". " : $", or add {Items(search.AskFor)}. ")
            + "No record here is no proof that nothing was dispensed.",
        SearchOutcome.TooMany => $"{search.Fitting} patients fit, too many to list. Add {Items(search.AskFor)}.",
    };

    private static string Items(IReadOnlyList<QueryItem> items) =>
        items.Count == 0 ? "anything that tells them apart" : string.Join(" or ", items.Take(3).Select(Of));
}
