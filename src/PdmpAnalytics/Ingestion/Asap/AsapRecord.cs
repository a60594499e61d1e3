using System.Buffers;
using System.Text;

namespace PdmpAnalytics.Ingestion.Asap;

/// <summary>
/// One dispensation of an ASAP file: its DSP, PRE, CDI and AIR segments under the PAT, PHA, IS and TH segments in force.
/// </summary>
internal sealed class AsapRecord : SubmittedRecord
{
    /// <summary>CDI01 has two digits.</summary>
    private const int MaxIngredients = 99;

    /// <summary>DSP07.</summary>
    private const int CompoundQualifier = 6;

    private readonly AsapSegment[] _segments = [.. Enumerable.Range(0, AsapSegmentKinds.Count).Select(_ => new AsapSegment())];
    private readonly List<AsapSegment> _ingredients = [];
    private readonly ArrayBufferWriter<byte> _composition = new();
    private AsapPosition[] _positions = AsapFields.ByField(AsapRelease.V42);
    private AsapRelease _release;
    private byte _terminator;
    private int _line;
    private short _transaction;
    private int _ingredientCount;

    public override int Line => _line;

    public override short Transaction => _transaction;

    public override bool StatusMayBeBlank => _release == AsapRelease.V42;

    public AsapSegment this[AsapSegmentKind kind] => _segments[(int)kind];

    public override ReadOnlySpan<byte> this[SubmittedField field]
    {
        get
        {
            if (field == SubmittedField.Ingredients)
            {
                return _ingredientCount > 0 && FieldText.Number(this[SubmittedField.ProductIdQualifier]) == CompoundQualifier
                    ? Composition()
                    : default;
            }

            var position = _positions[(int)field];
            return position.Element == 0 ? default : _segments[(int)position.Segment][position.Element];
        }
    }

    /// <summary>Begins a transaction: nothing of the one before stays.</summary>
    public void Begin(short transaction, AsapRelease release, byte terminator)
    {
        (_transaction, _release, _terminator) = (transaction, release, terminator);
        _positions = AsapFields.ByField(release);
        this[AsapSegmentKind.Is].Clear();
        this[AsapSegmentKind.Pha].Clear();
        this[AsapSegmentKind.Pat].Clear();
        BeginRecord(0);
    }

    /// <summary>Begins a record under the segments in force.</summary>
    /// <param name="line">Ordinal of its first segment.</param>
    public void BeginRecord(int line)
    {
        _line = line;
        _ingredientCount = 0;
        this[AsapSegmentKind.Dsp].Clear();
        this[AsapSegmentKind.Pre].Clear();
        this[AsapSegmentKind.Air].Clear();
    }

    /// <summary>Keeps an ingredient; the segment it is kept in, or null when there are too many.</summary>
    public AsapSegment? NextIngredient()
    {
        if (_ingredientCount == MaxIngredients)
        {
            return null;
        }

        if (_ingredientCount == _ingredients.Count)
        {
            _ingredients.Add(new AsapSegment());
        }

        return _ingredients[_ingredientCount++];
    }

    public override byte[] ToFile()
    {
        var file = new ArrayBufferWriter<byte>(1024);
        Write(file, this[AsapSegmentKind.Th]);
        Write(file, this[AsapSegmentKind.Is]);
        var ofPharmacy = 0;
        for (var kind = AsapSegmentKind.Pha; kind <= AsapSegmentKind.Air; kind++)
        {
            if (kind == AsapSegmentKind.Cdi)
            {
                _ingredients[.._ingredientCount].ForEach(ingredient => Write(file, ingredient));
                ofPharmacy += _ingredientCount;
            }
            else if (!this[kind].IsEmpty)
            {
                Write(file, this[kind]);
                ofPharmacy++;
            }
        }

        Write(file, $"TP*{ofPharmacy + 1}");
        file.Write("TT*"u8);
        file.Write(this[AsapSegmentKind.Th][2]);
        Write(file, $"*{ofPharmacy + 4 - (this[AsapSegmentKind.Is].IsEmpty ? 1 : 0)}");
        return file.WrittenSpan.ToArray();
    }

    private void Write(ArrayBufferWriter<byte> file, AsapSegment segment)
    {
        if (!segment.IsEmpty)
        {
            file.Write(segment.Text);
            file.Write([_terminator, (byte)'\n']);
        }
    }

    private void Write(ArrayBufferWriter<byte> file, string text)
    {
        file.Write(Encoding.ASCII.GetBytes(text));
        file.Write([_terminator, (byte)'\n']);
    }

    /// <summary>What <see cref="CompoundIngredients"/> reads: the compound's quantity, then CDI02 to CDI05 of each ingredient, separated by asterisks.</summary>
    private ReadOnlySpan<byte> Composition()
    {
        _composition.ResetWrittenCount();
        _composition.Write(this[SubmittedField.Quantity]);
        for (var i = 0; i < _ingredientCount; i++)
        {
            for (var element = 2; element <= 5; element++)
            {
                _composition.Write("*"u8);
                _composition.Write(_ingredients[i][element]);
            }
        }

        return _composition.WrittenSpan;
    }
}
