using FunctionsPipeline.Simulator.Calls;
using FunctionsPipeline.Simulator.Faults;

namespace FunctionsPipeline.Simulator.Images;

/// <summary>The images of a call. Nothing is kept; the same call gives the same images again.</summary>
internal static class StillImage
{
    private const int HeadBytes = 48;

    private static readonly string BadImage = FaultNames.Of(FaultKind.BadImage);

    /// <summary>Seed that a client may use to have the same images again.</summary>
    public static ulong SeedOf(CallFacts facts) => facts.PictureSeed ?? (facts.Seed & int.MaxValue);

    /// <summary>Renders an image of a call; one that cannot be decoded where the call has that fault.</summary>
    public static byte[] Render(CallFacts facts, int index)
    {
        var order = new StillOrder(facts.Prompt ?? "", facts.AspectRatio ?? "1:1", new Draw(SeedOf(facts)).For("image").For(index).State);
        return Spoilt(facts, facts.IsJpeg ? StillPainter.PaintJpeg(order) : StillPainter.PaintPng(order));
    }

    // Signature and size stay, so that only decoding tells.
    private static byte[] Spoilt(CallFacts facts, byte[] file)
    {
        if (facts.EndingFault != BadImage) return file;
        for (var at = HeadBytes; at < file.Length; at += 3) file[at] ^= 0xA5;
        return file;
    }
}
