using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Faults;

namespace FunctionsPipeline.Simulator.Images;

/// <summary>The images of a call. Nothing is kept; the same call gives the same images again.</summary>
internal static class StillImage
{
    private const int HeadBytes = 48;

    /// <summary>Of the bytes of a file, how many are left of one that is cut short: 3 of 5.</summary>
    private const int LeftOf = 3, LeftIn = 5;

    /// <summary>Seed that a client may use to have the same images again.</summary>
    public static ulong SeedOf(CallFacts facts) => facts.PictureSeed ?? (facts.Seed & int.MaxValue);

    /// <summary>Renders an image of a call; something that is none where the call has that fault.</summary>
    public static byte[] Render(CallFacts facts, int index)
    {
        var order = new StillOrder(facts.Prompt ?? "", facts.AspectRatio ?? "1:1", new Draw(SeedOf(facts)).For("image").For(index).State);
        return Spoilt(facts, facts.IsJpeg ? StillPainter.PaintJpeg(order) : StillPainter.PaintPng(order));
    }

    private static byte[] Spoilt(CallFacts facts, byte[] file) => facts.EndingFault is { } fault && FaultNames.AllKinds.TryGetValue(fault, out var kind)
        ? kind switch
        {
            FaultKind.BadImage => Garbled(file),
            FaultKind.TruncatedImage => file[..(file.Length * LeftOf / LeftIn)],
            FaultKind.PageImage => Downloads.FaultyDownload.ErrorPage.ToArray(),
            FaultKind.EmptyImage => [],
            _ => file,
        }
        : file;

    // Signature and size stay, so that only decoding tells.
    private static byte[] Garbled(byte[] file)
    {
        for (var at = HeadBytes; at < file.Length; at += 3) file[at] ^= 0xA5;
        return file;
    }
}
