namespace FunctionsPipeline.Analysis.Tests.Detectors;

public sealed class CellAgreementTests
{
    private const int WidthPx = 83;
    private const int HeightPx = 50;
    private const int Middle = 3 * (WidthPx / 8) + 4;
    private readonly CellGrid _grid = new(WidthPx, HeightPx);
    private readonly byte[] _pixels = new byte[WidthPx * HeightPx];

    public CellAgreementTests() => new Random(5).NextBytes(_pixels);

    [Fact]
    public void A_picture_agrees_with_itself() => Compare(_pixels, _pixels).ShouldAllBe(correlation => correlation > 0.99f);

    [Fact]
    public void A_picture_in_less_light_still_agrees() =>
        Compare(_pixels, [.. _pixels.Select(pixel => (byte)(pixel / 2 + 10))]).ShouldAllBe(correlation => correlation > 0.98f);

    [Fact]
    public void Another_picture_does_not_agree()
    {
        var other = new byte[_pixels.Length];
        new Random(6).NextBytes(other);

        Math.Abs(Compare(_pixels, other)[Middle]).ShouldBeLessThan(0.3f);
    }

    [Fact]
    public void Where_nothing_is_to_be_seen_nothing_agrees()
    {
        var plain = Enumerable.Repeat((byte)200, _pixels.Length).ToArray();

        Compare(plain, plain).ShouldAllBe(correlation => Math.Abs(correlation) < 0.1f);
    }

    private float[] Compare(byte[] one, byte[] other)
    {
        var agreement = new CellAgreement(_grid);
        agreement.Compare(View(one), Means(one), View(other), Means(other), 0.15f);
        return agreement.Correlation;
    }

    private float[] Means(byte[] pixels)
    {
        var detail = new PictureDetail(_grid);
        detail.Measure(View(pixels));
        return detail.Mean;
    }

    private static PlaneView View(byte[] pixels) => new(pixels, WidthPx, HeightPx, WidthPx);
}
