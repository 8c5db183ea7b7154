<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
    <context>
        <name>EOEmbed</name>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/apply_head.py" />
            <source>Map another date</source>
            <translation>Cartographier une autre date</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/apply_head.py" />
            <source>apply,transfer,change,transitions,time,other place,from-to</source>
            <translation>appliquer,transfert,changement,transitions,temps,autre lieu,de-vers</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/apply_head.py" />
            <source>Maps another date, or another place, with a head of this workspace. The other workspace must be embedded like this one: see the parameter of Embed chips.

Where both have the same chips, the page says how much went from which class to which. Such areas are biased, since errors of either map count as change: a claim needs a check sample.</source>
            <translation>Cartographie une autre date, ou un autre lieu, avec une tête de cet espace de travail. Les plongements de l'autre espace de travail doivent être calculés comme ceux de celui-ci : voir le paramètre de « Calculer les plongements ».

Si les deux ont les mêmes imagettes, la page indique combien est passé de quelle classe à quelle autre. Ces superficies sont biaisées, car les erreurs de chacune des cartes comptent comme du changement : pour affirmer quoi que ce soit, il faut un échantillon de contrôle.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/apply_head.py" />
            <source>The workspace of the other date, or place.</source>
            <translation>L'espace de travail de l'autre date, ou de l'autre lieu.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/apply_head.py" />
            <source>Sources of the other workspace</source>
            <translation>Sources de l'autre espace de travail</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/apply_head.py" />
            <source>In the order of the head's, by commas; those of the same names by default, or the only one.</source>
            <translation>Dans l'ordre de celles de la tête, séparées par des virgules ; par défaut, celles de mêmes noms, ou la seule.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/apply_head.py" />
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <location filename="../../eo_embed_plugin/algorithms/report.py" />
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <location filename="../../eo_embed_plugin/gui/map_step.py" />
            <source>Map</source>
            <translation>Carte</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/apply_head.py" />
            <source>GeoTIFF to write; left empty, it is in the folder maps of the other workspace.</source>
            <translation>GeoTIFF à écrire ; si vide, il va dans le dossier maps de l'autre espace de travail.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/apply_head.py" />
            <source>Page of changes</source>
            <translation>Page des changements</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/apply_head.py" />
            <source>What went from which class to which</source>
            <translation>Ce qui est passé de quelle classe à quelle autre</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/apply_head.py" />
            <source>Before</source>
            <translation>Avant</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/apply_head.py" />
            <source>After</source>
            <translation>Après</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/apply_head.py" />
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>Cells</source>
            <translation>Cellules</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/apply_head.py" />
            <source>Hectares</source>
            <translation>Hectares</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Accuracy and area of classes</source>
            <translation>Exactitude et superficie des classes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>area estimation,error-adjusted,confusion matrix,Olofsson,users accuracy,producers</source>
            <translation>estimation de superficie,corrigé des erreurs,matrice de confusion,Olofsson,exactitude utilisateur,producteur</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>How accurate is a map, and how much is there really of each class? From a check sample whose cells are labelled, estimates the overall accuracy, the user's accuracy (how much of what is mapped so is so) and the producer's accuracy (how much of what is so is mapped so), and the area of each class, corrected for the map's errors, with confidence intervals (Olofsson et al. 2014).

Only a random sample allows this: clicked training labels do not. For a map of numbers the result is the mean, corrected in the same way.</source>
            <translation>Quelle est l'exactitude d'une carte, et quelle superficie chaque classe occupe-t-elle vraiment ? À partir d'un échantillon de contrôle dont les cellules sont étiquetées, estime l'exactitude globale, l'exactitude pour l'utilisateur (part de ce qui est cartographié dans une classe et qui en est bien), l'exactitude pour le producteur (part de ce qui est d'une classe et qui est bien cartographié comme tel), ainsi que la superficie de chaque classe, corrigée des erreurs de la carte, avec des intervalles de confiance (Olofsson et al. 2014).

Seul un échantillon aléatoire le permet ; des étiquettes d'entraînement posées par clics ne le permettent pas. Pour une carte de valeurs numériques, le résultat est la moyenne, corrigée de la même façon.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Labelled sample</source>
            <translation>Échantillon étiqueté</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>The layer that Draw a check sample made, its field label filled in and saved.</source>
            <translation>La couche créée par « Tirer un échantillon de contrôle », son champ label rempli et enregistré.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>The map to judge; that which was sampled by default.</source>
            <translation>La carte à juger ; par défaut, celle qui a été échantillonnée.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Level of confidence</source>
            <translation>Niveau de confiance</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Leave out cells without a label</source>
            <translation>Écarter les cellules sans étiquette</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Honest only where the reason for the gap has nothing to do with the class.</source>
            <translation>Honnête seulement si la raison du manque n'a rien à voir avec la classe.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Take unknown labels as classes that the map lacks</source>
            <translation>Prendre les étiquettes inconnues pour des classes qui manquent à la carte</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>How it was drawn</source>
            <translation>Mode de tirage</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>sample: by Draw a check sample. simple, stratified: points of your own, drawn at random over the map, or within its classes.</source>
            <translation>sample : par « Tirer un échantillon de contrôle ». simple, stratified : vos propres points, tirés au hasard sur toute la carte, ou dans ses classes.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Field of the label</source>
            <translation>Champ de l'étiquette</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Of points of your own; label by default.</source>
            <translation>Pour vos propres points ; label par défaut.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Table of classes</source>
            <translation>Table des classes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>The estimates, a row a class.</source>
            <translation>Les estimations, une ligne par classe.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Page of estimates</source>
            <translation>Page des estimations</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Overall accuracy</source>
            <translation>Exactitude globale</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Mean, of numbers</source>
            <translation>Moyenne (valeurs numériques)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>{map}, judged by {n} of {all} cells of {reference} ({how}).</source>
            <translation>{map}, jugée d'après {n} des {all} cellules de {reference} ({how}).</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>In brackets: the {level} confidence interval.</source>
            <translation>Entre parenthèses : l'intervalle de confiance à {level}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Mean</source>
            <translation>Moyenne</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Estimate</source>
            <translation>Estimation</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Corrected by the sample</source>
            <translation>Corrigée par l'échantillon</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Of the sample alone</source>
            <translation>De l'échantillon seul</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Of the map alone</source>
            <translation>De la carte seule</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Overall accuracy {value}.</source>
            <translation>Exactitude globale {value}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <location filename="../../eo_embed_plugin/gui/class_table.py" />
            <location filename="../../eo_embed_plugin/gui/figures.py" />
            <source>Class</source>
            <translation>Classe</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Mapped (ha)</source>
            <translation>Cartographié (ha)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Estimated (ha)</source>
            <translation>Estimé (ha)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>User's accuracy</source>
            <translation>Exactitude pour l'utilisateur</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Producer's accuracy</source>
            <translation>Exactitude pour le producteur</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Mapped, by reference</source>
            <translation>Carte (lignes), référence (colonnes)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/area.py" />
            <source>Error matrix, in sampled cells</source>
            <translation>Matrice d'erreur, en cellules échantillonnées</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/base.py" />
            <source>This algorithm belongs to no provider: run it by its id, eoembed:{id}.</source>
            <translation>Cet algorithme n'appartient à aucun fournisseur : exécutez-le par son identifiant, eoembed:{id}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/base.py" />
            <source>Chips and embeddings</source>
            <translation>Imagettes et plongements</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/base.py" />
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <location filename="../../eo_embed_plugin/gui/class_table.py" />
            <source>Labels</source>
            <translation>Étiquettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/base.py" />
            <source>Heads and maps</source>
            <translation>Têtes et cartes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/base.py" />
            <source>Accuracy and areas</source>
            <translation>Exactitude et superficies</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/base.py" />
            <source>Other dates</source>
            <translation>Autres dates</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/change.py" />
            <source>Change between dates</source>
            <translation>Changement entre dates</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/change.py" />
            <source>change detection,difference,time,two dates</source>
            <translation>détection de changement,différence,temps,deux dates</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/change.py" />
            <source>How much does each chip look otherwise than before? Maps the distance between its embeddings of two dates, without labels. The dates are two workspaces with the same chips, or two sources of one, the second embedded like the first.

Great distances are great changes of looks, of whatever cause: harvest, cloud, building. Centring takes away what all chips have in common, such as season and light.</source>
            <translation>À quel point chaque imagette a-t-elle changé d'aspect ? Cartographie la distance entre ses plongements à deux dates, sans étiquettes. Les dates sont deux espaces de travail aux mêmes imagettes, ou deux sources d'un même espace, les plongements de la seconde étant calculés comme ceux de la première.

Une grande distance est un grand changement d'aspect, quelle qu'en soit la cause : récolte, nuage, construction. Le centrage retire ce que toutes les imagettes ont en commun, comme la saison et la lumière.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/change.py" />
            <source>The workspace of the second date; this one by default.</source>
            <translation>L'espace de travail de la seconde date ; par défaut, celui-ci.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/change.py" />
            <source>Source of the first date</source>
            <translation>Source de la première date</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/change.py" />
            <source>Needed where there are several.</source>
            <translation>Nécessaire s'il y en a plusieurs.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/change.py" />
            <source>Source of the second date</source>
            <translation>Source de la seconde date</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/change.py" />
            <source>Take away what all chips have in common</source>
            <translation>Retirer ce que toutes les imagettes ont en commun</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/change.py" />
            <source>Distance that ranks chips</source>
            <translation>Distance qui classe les imagettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/change.py" />
            <source>Number of most changed chips</source>
            <translation>Nombre d'imagettes les plus changées</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/change.py" />
            <source>Change</source>
            <translation>Changement</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/change.py" />
            <source>GeoTIFF to write; left empty, it is maps/change.tif in the workspace.</source>
            <translation>GeoTIFF à écrire ; si vide, maps/change.tif dans l'espace de travail.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/change.py" />
            <source>Most changed chips</source>
            <translation>Imagettes les plus changées</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/change.py" />
            <source>Share of the change that is common</source>
            <translation>Part du changement commune à toutes les imagettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <source>Learning curve</source>
            <translation>Courbe d'apprentissage</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <source>labels,accuracy,sample size,how many</source>
            <translation>étiquettes,exactitude,taille d'échantillon,combien</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <source>How many labels are enough? Scores a head fitted on ever more of the labelled chips, and tells the number at which 95% of the score with all of them is reached.

Where no number reaches it, more labels will still help. The page shows the curve with the range of the single draws.</source>
            <translation>Combien d'étiquettes suffisent ? Évalue une tête ajustée sur de plus en plus d'imagettes étiquetées et indique le nombre à partir duquel 95 % du score obtenu avec toutes est atteint.

Si aucun nombre n'y parvient, davantage d'étiquettes aideront encore. La page montre la courbe, avec l'étendue des différents tirages.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Split</source>
            <translation>Découpage</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <source>How chips are parted into those to learn from and those to be judged on: see Score a head.</source>
            <translation>Comment les imagettes sont réparties entre celles qui servent à apprendre et celles qui servent à juger : voir « Évaluer une tête ».</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <source>Numbers of labels</source>
            <translation>Nombres d'étiquettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <source>To try, by commas, such as 10, 20, 50; what is usual by default.</source>
            <translation>À essayer, séparés par des virgules, par exemple 10, 20, 50 ; par défaut, les nombres habituels.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <source>Draws</source>
            <translation>Tirages</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <source>Of each number of labels.</source>
            <translation>Pour chaque nombre d'étiquettes.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <source>Page of the curve</source>
            <translation>Page de la courbe</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <source>Labels for 95% of the score</source>
            <translation>Étiquettes pour 95 % du score</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <source>Score with all labels</source>
            <translation>Score avec toutes les étiquettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <source>No number of labels tried reaches 95% of the score with all {n}.</source>
            <translation>Aucun nombre d'étiquettes essayé n'atteint 95 % du score obtenu avec les {n}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <source>{few} labels reach 95% of the score with all {n}.</source>
            <translation>{few} étiquettes atteignent 95 % du score obtenu avec les {n}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <source>all</source>
            <translation>toutes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <source>from</source>
            <translation>de</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/curve.py" />
            <source>to</source>
            <translation>à</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/dense_map.py" />
            <source>Dense map</source>
            <translation>Carte dense</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/dense_map.py" />
            <source>predict,classify,map,sliding window,segmentation,fine,high resolution</source>
            <translation>prédire,classer,carte,fenêtre glissante,segmentation,fin,haute résolution</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/dense_map.py" />
            <source>Maps the area with a fitted head more finely than chips: a window of a chip's size slides over it by small steps, and what the windows over a cell say is blended. Windows are embedded anew, so this takes longer than a chip map: a quarter of the step takes sixteen times the windows.

The result looks sharper than it is: each cell still speaks of a window of a chip's size.</source>
            <translation>Cartographie la zone avec une tête ajustée, plus finement que les imagettes : une fenêtre de la taille d'une imagette y glisse à petits pas, et ce que disent les fenêtres qui couvrent une cellule est combiné. Les plongements des fenêtres doivent être calculés, ce qui prend plus de temps qu'une carte par imagettes : un pas quatre fois plus petit demande seize fois plus de fenêtres.

Le résultat paraît plus net qu'il ne l'est : chaque cellule parle toujours d'une fenêtre de la taille d'une imagette.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/dense_map.py" />
            <source>Step</source>
            <translation>Pas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/dense_map.py" />
            <source>Side of a cell of the map, in the unit below; the chip's size is a multiple of it.</source>
            <translation>Côté d'une cellule de la carte, dans l'unité ci-dessous ; la taille d'une imagette en est un multiple.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/dense_map.py" />
            <source>Of the step.</source>
            <translation>Du pas.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/dense_map.py" />
            <source>Patch features in place of windows</source>
            <translation>Caractéristiques de patchs au lieu de fenêtres</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/dense_map.py" />
            <source>For networks that have them, such as vision transformers.</source>
            <translation>Pour les réseaux qui en ont, comme les vision transformers.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/dense_map.py" />
            <source>GeoTIFF to write; left empty, it is maps/&lt;head&gt;-dense.tif in the workspace.</source>
            <translation>GeoTIFF à écrire ; si vide, maps/&lt;head&gt;-dense.tif dans l'espace de travail.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <source>Embed chips</source>
            <translation>Calculer les plongements</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <source>embeddings,features,model,encoder,foundation model,rcf,deep learning</source>
            <translation>plongements,caractéristiques,modèle,encodeur,modèle de fondation,rcf,apprentissage profond</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <source>Runs a model over every chip and keeps what it sees as numbers, the chip's embedding. This takes longest, and is done once: labels, heads and maps then take seconds.

rcf (random convolutional features) needs no download and is quick without a graphics card. timm:NAME takes a pretrained network, such as timm:vit_small_patch16_224. The algorithm Models lists all, with the bands and units that they expect.

It may be stopped at any time: what is embedded is kept, and the next run does the rest. Another date is embedded like the first, so that a head of one holds for the other.</source>
            <translation>Applique un modèle à chaque imagette et conserve ce qu'il voit sous forme de nombres : le plongement de l'imagette. C'est l'étape la plus longue, mais elle ne se fait qu'une fois : étiquettes, têtes et cartes ne prennent ensuite que quelques secondes.

rcf (caractéristiques convolutives aléatoires) ne demande aucun téléchargement et reste rapide sans carte graphique. timm:NOM prend un réseau préentraîné, par exemple timm:vit_small_patch16_224. L'algorithme « Modèles » les liste tous, avec les bandes et les unités qu'ils attendent.

Le calcul peut être interrompu à tout moment : ce qui est calculé est conservé, et l'exécution suivante fait le reste. Une autre date est traitée comme la première, afin qu'une tête de l'une vaille pour l'autre.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Model</source>
            <translation>Modèle</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <source>Name of a model; rcf by default.</source>
            <translation>Nom d'un modèle ; rcf par défaut.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Options of the model</source>
            <translation>Options du modèle</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <source>As key=value, by commas, such as features=512; none are needed.</source>
            <translation>Sous la forme clé=valeur, séparées par des virgules, par exemple features=512 ; aucune n'est obligatoire.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <source>Like another source</source>
            <translation>Comme une autre source</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <source>A workspace's folder, folder:source, or :source of this workspace, whose model is taken with all that it learnt; leave model and options empty then.</source>
            <translation>Dossier d'un espace de travail, dossier:source, ou :source de cet espace de travail, dont le modèle est repris avec tout ce qu'il a appris ; laissez alors vides le modèle et ses options.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <source>Stored as</source>
            <translation>Stocké en</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <source>float16 takes half the disk, int8 a quarter, at a small loss.</source>
            <translation>float16 prend la moitié du disque, int8 un quart, avec une faible perte.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <source>Embed although bands or units do not fit the model</source>
            <translation>Traiter même si les bandes ou les unités ne conviennent pas au modèle</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <source>What comes of it may be of little use.</source>
            <translation>Le résultat risque d'être peu utile.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <source>Chips embedded now</source>
            <translation>Imagettes traitées cette fois</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <source>Chips embedded before</source>
            <translation>Imagettes déjà traitées</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <source>Chips with too few valid pixels</source>
            <translation>Imagettes ayant trop peu de pixels valides</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <source>A source that is embedded like another takes its model and options: leave yours empty.</source>
            <translation>Une source traitée comme une autre en reprend le modèle et les options : laissez les vôtres vides.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/embed.py" />
            <source>{source}: {embedded} chips embedded by {model} on {device} ({rate} a second), {kept} were there, {invalid} have too few valid pixels.</source>
            <translation>{source} : {embedded} imagettes traitées par {model} sur {device} ({rate} par seconde), {kept} existaient déjà, {invalid} ont trop peu de pixels valides.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/export_chips.py" />
            <source>Chips as polygons</source>
            <translation>Imagettes en polygones</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/export_chips.py" />
            <source>chips,tiles,export,grid,footprints</source>
            <translation>imagettes,tuiles,export,grille,emprises</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/export_chips.py" />
            <source>Writes the chips of a workspace as a polygon layer.

Each polygon bears its chip_id, the number by which all other algorithms know the chip, and its row and col in the grid.</source>
            <translation>Écrit les imagettes d'un espace de travail dans une couche de polygones.

Chaque polygone porte son chip_id, le numéro par lequel tous les autres algorithmes connaissent l'imagette, ainsi que sa ligne (row) et sa colonne (col) dans la grille.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/export_chips.py" />
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>Chips</source>
            <translation>Imagettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/files.py" />
            <source>The layer {name} is no raster file but comes from {provider}: export it as a GeoTIFF first.</source>
            <translation>La couche {name} n'est pas un fichier raster mais vient de {provider} : exportez-la d'abord en GeoTIFF.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/files.py" />
            <source>Stopped before anything was changed.</source>
            <translation>Arrêté avant toute modification.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/files.py" />
            <source>The layer {name} could not be saved for the worker: {reason}</source>
            <translation>La couche {name} n'a pas pu être enregistrée pour le processus de calcul : {reason}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/fit.py" />
            <source>Fit a head</source>
            <translation>Ajuster une tête</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/fit.py" />
            <source>train,classifier,regression,random forest,ridge,logistic,machine learning</source>
            <translation>entraîner,classifieur,régression,forêt aléatoire,ridge,logistique,apprentissage automatique</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/fit.py" />
            <source>Learns from the labelled chips what an embedding means: a class, or a number. The result, the head, is kept in the workspace under a name, and maps are made with it. It takes seconds.

How good a head is, Score tells: fit says nothing of that. With some ground held out, Chip map can add the classes, or the interval, that hold the truth as often as you ask.</source>
            <translation>Apprend, à partir des imagettes étiquetées, ce que signifie un plongement : une classe, ou un nombre. Le résultat, la tête (le modèle final), est conservé sous un nom dans l'espace de travail et sert à faire les cartes. Cela prend quelques secondes.

Ce que vaut une tête, c'est « Évaluer une tête » qui le dit : l'ajustement n'en dit rien. Si une partie du terrain est réservée, « Carte par imagettes » peut ajouter les classes, ou l'intervalle, qui contiennent la vérité aussi souvent que vous le demandez.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/fit.py" />
            <source>Calibrate</source>
            <translation>Calibrer</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/fit.py" />
            <source>Make its probabilities true on ground that it did not see.</source>
            <translation>Rendre ses probabilités justes sur un terrain qu'elle n'a pas vu.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/fit.py" />
            <source>Share of the ground held out</source>
            <translation>Part du terrain réservée</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/fit.py" />
            <source>So that Chip map can give sets or intervals of a level; 0.3 will do.</source>
            <translation>Pour que « Carte par imagettes » puisse donner des ensembles ou des intervalles d'un niveau donné ; 0.3 convient.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/fit.py" />
            <source>Side of the blocks held out, in metres</source>
            <translation>Côté des blocs réservés, en mètres</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/fit.py" />
            <source>Found by itself when left empty.</source>
            <translation>Déterminé automatiquement si vide.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/fit.py" />
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <location filename="../../eo_embed_plugin/gui/train_history.py" />
            <source>Name</source>
            <translation>Nom</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/fit.py" />
            <source>Of the fitted head; target and head by default, such as cover-rf.</source>
            <translation>De la tête ajustée ; par défaut la cible et la tête, par exemple occupation-rf.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/fit.py" />
            <source>Name of the fitted head</source>
            <translation>Nom de la tête ajustée</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/fit.py" />
            <source>Folder of the fitted head</source>
            <translation>Dossier de la tête ajustée</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/fit.py" />
            <source>Labels it was fitted on</source>
            <translation>Étiquettes ayant servi à l'ajuster</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/fit.py" />
            <source>{head} was fitted on {n} labels.</source>
            <translation>{head} a été ajustée sur {n} étiquettes.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/job.py" />
            <source>chip ids are whole numbers, as the field chip_id of a layer of chips</source>
            <translation>les identifiants d'imagettes sont des entiers, comme le champ chip_id d'une couche d'imagettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/job.py" />
            <source>give numbers by commas</source>
            <translation>donnez des nombres séparés par des virgules</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/job.py" />
            <source>options are given as key=value, by commas</source>
            <translation>les options s'écrivent clé=valeur, séparées par des virgules</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/job.py" />
            <source>Stopped; what was finished is kept, and the next run does the rest.</source>
            <translation>Arrêté ; ce qui était terminé est conservé, et l'exécution suivante fait le reste.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/job.py" />
            <source>{parameter} cannot be '{value}': {why}.</source>
            <translation>{parameter} ne peut pas être '{value}' : {why}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/kept_worker.py" />
            <source>EO Embed was switched off.</source>
            <translation>EO Embed a été désactivé.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/kept_worker.py" />
            <location filename="../../eo_embed_plugin/blocking.py" />
            <location filename="../../eo_embed_plugin/calls.py" />
            <source>Cancelled.</source>
            <translation>Annulé.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labelling.py" />
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>Label</source>
            <translation>Étiquetage</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labelling.py" />
            <source>majority: the class with the greatest share of the chip. fraction: that share of one class, a number. mean: of the values. median-split: two classes, below and above the median of the means.</source>
            <translation>majority : la classe qui occupe la plus grande part de l'imagette. fraction : la part d'une classe, un nombre. mean : la moyenne des valeurs. median-split : deux classes, au-dessous et au-dessus de la médiane des moyennes.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labelling.py" />
            <source>Class of the fraction</source>
            <translation>Classe de la fraction</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labelling.py" />
            <source>The class whose share is taken; left empty for a vector layer, that of any polygon.</source>
            <translation>La classe dont on prend la part ; si vide, pour une couche vecteur, celle de n'importe quel polygone.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labelling.py" />
            <source>Least share of the majority</source>
            <translation>Part minimale de la majorité</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labelling.py" />
            <source>Chips of which no class takes so much stay without a label.</source>
            <translation>Les imagettes dont aucune classe n'occupe autant restent sans étiquette.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labelling.py" />
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Target</source>
            <translation>Cible</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labelling.py" />
            <source>A name for what the labels say; that of the field, or of the file, by default.</source>
            <translation>Un nom pour ce que disent les étiquettes ; par défaut, celui du champ ou du fichier.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labelling.py" />
            <source>Labelled chips</source>
            <translation>Imagettes étiquetées</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labelling.py" />
            <source>A class is for the label fraction, not {how}: leave it empty.</source>
            <translation>Une classe ne s'indique que pour l'étiquetage fraction, pas pour {how} : laissez-la vide.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labelling.py" />
            <source>{n} chips labelled for the target {target}.</source>
            <translation>{n} imagettes étiquetées pour la cible {target}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labelling.py" />
            <location filename="../../eo_embed_plugin/algorithms/mapping.py" />
            <source>From {low} to {high}.</source>
            <translation>De {low} à {high}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labelling.py" />
            <source>{n} chips keep the label that was given by hand.</source>
            <translation>{n} imagettes gardent l'étiquette posée à la main.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labels_from_raster.py" />
            <source>Labels from raster layer</source>
            <translation>Étiquettes depuis une couche raster</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labels_from_raster.py" />
            <source>labels,training,land cover,ground truth,reference,classes,elevation</source>
            <translation>étiquettes,entraînement,occupation du sol,vérité terrain,référence,classes,altitude</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labels_from_raster.py" />
            <source>Gives chips their labels from a raster, such as a land cover map, an elevation model or a map of yields: each chip the class that most of it bears, the share of a class, or a mean.

Names and colours of classes come along where the raster has them. Labels imported again take the place of those imported before for the same target; those given by hand stay.

The result is in the workspace, ready for Fit.</source>
            <translation>Étiquette les imagettes d'après un raster, comme une carte d'occupation du sol, un modèle numérique de terrain ou une carte de rendements : chaque imagette reçoit la classe qui en occupe la plus grande part, la part d'une classe, ou une moyenne.

Les noms et couleurs des classes sont repris si le raster en a. De nouvelles étiquettes importées remplacent celles importées auparavant pour la même cible ; celles posées à la main restent.

Le résultat se trouve dans l'espace de travail, prêt pour « Ajuster une tête ».</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labels_from_raster.py" />
            <location filename="../../eo_embed_plugin/algorithms/labels_from_vector.py" />
            <source>Layer</source>
            <translation>Couche</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labels_from_vector.py" />
            <source>Labels from vector layer</source>
            <translation>Étiquettes depuis une couche vecteur</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labels_from_vector.py" />
            <source>labels,training,samples,ground truth,reference,classes,polygons,points</source>
            <translation>étiquettes,entraînement,échantillons,vérité terrain,référence,classes,polygones,points</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labels_from_vector.py" />
            <source>Gives chips their labels from points or polygons: each chip the class that most of it bears, a share, or a mean. Any layer will do, in any projection, and its selected features alone.

Labels imported again take the place of those imported before for the same target; those given by hand stay. The target is a name for what the labels say, such as cover or yield.

The result is in the workspace, ready for Fit. The count of labels tells whether the layer fits: few where there are many polygons means that no class fills enough of a chip.</source>
            <translation>Étiquette les imagettes d'après des points ou des polygones : chaque imagette reçoit la classe qui en occupe la plus grande part, une part, ou une moyenne. Toute couche convient, quelle que soit sa projection, et l'on peut s'en tenir à ses entités sélectionnées.

De nouvelles étiquettes importées remplacent celles importées auparavant pour la même cible ; celles posées à la main restent. La cible est un nom pour ce que disent les étiquettes, par exemple occupation ou rendement.

Le résultat se trouve dans l'espace de travail, prêt pour « Ajuster une tête ». Le nombre d'étiquettes indique si la couche convient : s'il est faible alors qu'il y a beaucoup de polygones, c'est qu'aucune classe n'occupe assez de chaque imagette.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labels_from_vector.py" />
            <source>Field</source>
            <translation>Champ</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/labels_from_vector.py" />
            <source>Holds the class, or the number; may be left empty for the share of any polygon.</source>
            <translation>Contient la classe, ou le nombre ; peut rester vide pour la part de n'importe quel polygone.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Make chips</source>
            <translation>Créer les imagettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>workspace,chips,tiles,patches,grid,init,area of interest</source>
            <translation>espace de travail,imagettes,tuiles,patchs,grille,init,zone d'intérêt</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Cuts the ground under raster layers into chips, square windows that each get one embedding and can get one label, and makes the workspace that all other algorithms work in.

The layers of one source are read together, whatever their resolution or projection; a second source (radar beside optical images, another date) has layers of its own. The finest layer of the first source gives the grid. Rasters stay where they are: the workspace is a small folder.

The result is the folder and, if asked for, the chips as polygons with their ids. A chip should be about as large as what is to be told apart: a few fields, a block of houses.</source>
            <translation>Découpe le terrain couvert par des couches raster en imagettes, fenêtres carrées qui reçoivent chacune un plongement et peuvent recevoir une étiquette, et crée l'espace de travail dans lequel opèrent tous les autres algorithmes.

Les couches d'une même source sont lues ensemble, quelles que soient leur résolution ou leur projection ; une seconde source (du radar à côté d'images optiques, une autre date) a ses propres couches. La couche la plus fine de la première source donne la grille. Les rasters restent à leur place : l'espace de travail est un petit dossier.

Le résultat est le dossier et, sur demande, les imagettes en polygones avec leurs identifiants. Une imagette devrait être à peu près de la taille de ce qu'il faut distinguer : quelques parcelles, un pâté de maisons.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Raster layers</source>
            <translation>Couches raster</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Files of one source: one with several bands, or one a band.</source>
            <translation>Fichiers d'une même source : un seul à plusieurs bandes, ou un par bande.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Area</source>
            <translation>Zone</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Polygons to work in; all that the first source covers by default.</source>
            <translation>Polygones où travailler ; par défaut, tout ce que couvre la première source.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Extent</source>
            <translation>Emprise</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>A rectangle to work in, in place of polygons.</source>
            <translation>Un rectangle où travailler, au lieu de polygones.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Size of a chip</source>
            <translation>Taille d'une imagette</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Side of a chip, in the unit below.</source>
            <translation>Côté d'une imagette, dans l'unité ci-dessous.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Stride</source>
            <translation>Pas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Step from chip to chip; the size by default, less to let chips overlap.</source>
            <translation>Pas d'une imagette à la suivante ; par défaut la taille, moins pour que les imagettes se recouvrent.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Of size and stride: pixels of the finest layer, or metres on the ground.</source>
            <translation>De la taille et du pas : pixels de la couche la plus fine, ou mètres au sol.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <location filename="../../eo_embed_plugin/gui/dock.py" />
            <source>Workspace</source>
            <translation>Espace de travail</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>New folder; one that holds a workspace already is refused.</source>
            <translation>Nouveau dossier ; un dossier qui contient déjà un espace de travail est refusé.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>The chips as polygons, with chip_id, row and col.</source>
            <translation>Les imagettes en polygones, avec chip_id, row et col.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <location filename="../../eo_embed_plugin/algorithms/similar.py" />
            <location filename="../../eo_embed_plugin/algorithms/suggest.py" />
            <source>Number of chips</source>
            <translation>Nombre d'imagettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Chips at the border</source>
            <translation>Imagettes en bordure</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>centre: those whose centre lies in the area. any: those that touch it. full: those within it.</source>
            <translation>centre : celles dont le centre est dans la zone. any : celles qui la touchent. full : celles qui y sont entièrement.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Least share of valid pixels</source>
            <translation>Part minimale de pixels valides</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Chips with fewer valid pixels are left out.</source>
            <translation>Les imagettes ayant moins de pixels valides sont écartées.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Name of the source</source>
            <translation>Nom de la source</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <location filename="../../eo_embed_plugin/algorithms/models.py" />
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Bands</source>
            <translation>Bandes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Names of the bands by commas, in their order (blue, green, red, nir); read from the files by default.</source>
            <translation>Noms des bandes séparés par des virgules, dans leur ordre (blue, green, red, nir) ; par défaut, lus dans les fichiers.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Scale</source>
            <translation>Échelle</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>What stored values are multiplied by to give physical ones (0.0001 for much of Sentinel-2), where the files do not say.</source>
            <translation>Facteur qui convertit les valeurs stockées en valeurs physiques (0.0001 pour beaucoup de données Sentinel-2), si les fichiers ne l'indiquent pas.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Offset</source>
            <translation>Décalage</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>What is then added, such as -0.1.</source>
            <translation>Ce qui est ensuite ajouté, par exemple -0.1.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Nodata value</source>
            <translation>Valeur nodata</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Where the files do not say.</source>
            <translation>Si les fichiers ne l'indiquent pas.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Raster layers of a second source</source>
            <translation>Couches raster d'une seconde source</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Embedded beside the first, and used together with it.</source>
            <translation>Ses plongements sont calculés à côté de ceux de la première et utilisés avec eux.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Name of the second source</source>
            <translation>Nom de la seconde source</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>{n} chips of {x} x {y} pixels ({width} x {height} m) in {crs}.</source>
            <translation>{n} imagettes de {x} x {y} pixels ({width} x {height} m) en {crs}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Give an area or an extent, not both.</source>
            <translation>Donnez une zone ou une emprise, pas les deux.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/make_chips.py" />
            <source>Both sources are named {name}: name the second otherwise.</source>
            <translation>Les deux sources se nomment {name} : donnez un autre nom à la seconde.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/mapping.py" />
            <source>Name of the head</source>
            <translation>Nom de la tête</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/mapping.py" />
            <source>Probability of each class</source>
            <translation>Probabilité de chaque classe</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/mapping.py" />
            <source>Uncertainty</source>
            <translation>Incertitude</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/mapping.py" />
            <source>Area of applicability</source>
            <translation>Domaine d'applicabilité</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/mapping.py" />
            <source>Sets of classes</source>
            <translation>Ensembles de classes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/mapping.py" />
            <source>Interval</source>
            <translation>Intervalle</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/mapping.py" />
            <source>{map}, uncertainty</source>
            <translation>{map}, incertitude</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/models.py" />
            <source>Models</source>
            <translation>Modèles</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/models.py" />
            <source>models,encoders,cards,licence,bands,options</source>
            <translation>modèles,encodeurs,fiches,licence,bandes,options</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/models.py" />
            <source>Lists the models that chips can be embedded by, as a page: what each is, the bands and the values that it expects, its licence, and its options.</source>
            <translation>Liste, dans une page, les modèles capables de calculer les plongements des imagettes : ce qu'est chacun, les bandes et les valeurs qu'il attend, sa licence et ses options.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/models.py" />
            <source>Page of models</source>
            <translation>Page des modèles</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/models.py" />
            <source>Number of models</source>
            <translation>Nombre de modèles</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/models.py" />
            <source>Models of EO Embed</source>
            <translation>Modèles d'EO Embed</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/models.py" />
            <source>any</source>
            <translation>toutes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/models.py" />
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>Values</source>
            <translation>Valeurs</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/models.py" />
            <source>Licence</source>
            <translation>Licence</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/models.py" />
            <source>Paper</source>
            <translation>Article</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/models.py" />
            <source>Notes</source>
            <translation>Remarques</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/pages.py" />
            <source>{path} cannot be written ({reason}): choose another file.</source>
            <translation>Impossible d'écrire {path} ({reason}) : choisissez un autre fichier.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>Folder of the workspace, as Make chips leaves it; that of the project by default.</source>
            <translation>Dossier de l'espace de travail, tel que le laisse « Créer les imagettes » ; par défaut, celui du projet.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>Other workspace</source>
            <translation>Autre espace de travail</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>What the labels say, such as cover; needed where the workspace has several targets.</source>
            <translation>Ce que disent les étiquettes, par exemple occupation ; nécessaire si l'espace de travail a plusieurs cibles.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Sources</source>
            <translation>Sources</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>Sources of the workspace to use, by commas; all of them by default.</source>
            <translation>Sources de l'espace de travail à utiliser, séparées par des virgules ; toutes par défaut.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Seed</source>
            <translation>Graine</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>The same seed draws the same at random again.</source>
            <translation>La même graine reproduit le même tirage aléatoire.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>Head</source>
            <translation>Tête</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>rf: random forest, which needs no tuning. ridge: linear, the choice for numbers. logistic: linear, for classes. knn: the nearest labelled chips.</source>
            <translation>rf : forêt aléatoire, sans réglage. ridge : linéaire, le bon choix pour des nombres. logistic : linéaire, pour des classes. knn : les imagettes étiquetées les plus proches.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>Options of the head</source>
            <translation>Options de la tête</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>As key=value, by commas; none are needed.</source>
            <translation>Sous la forme clé=valeur, séparées par des virgules ; aucune n'est obligatoire.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>Number of labels</source>
            <translation>Nombre d'étiquettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>Use so many labelled chips, drawn at random; all of them by default.</source>
            <translation>Utiliser ce nombre d'imagettes étiquetées, tirées au hasard ; toutes par défaut.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>Name of a fitted head; the one fitted last by default.</source>
            <translation>Nom d'une tête ajustée ; par défaut, la dernière ajustée.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Device</source>
            <translation>Périphérique</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>auto takes a graphics card where there is one; cpu, cuda:0 and mps name one.</source>
            <translation>auto prend une carte graphique s'il y en a une ; cpu, cuda:0 et mps en désignent un.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <location filename="../../eo_embed_plugin/gui/figures.py" />
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Precision</source>
            <translation>Précision</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>Of the model's arithmetic; auto takes what is fast on the device and still true.</source>
            <translation>De l'arithmétique du modèle ; auto prend ce qui est rapide sur le périphérique tout en restant juste.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>Batch</source>
            <translation>Lot</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>Chips at a time; found by itself when left empty.</source>
            <translation>Nombre d'imagettes traitées à la fois ; déterminé automatiquement si vide.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>Unit</source>
            <translation>Unité</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <location filename="../../eo_embed_plugin/algorithms/report.py" />
            <source>HTML files (*.html)</source>
            <translation>Fichiers HTML (*.html)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>What was found, as a page.</source>
            <translation>Les résultats, en une page.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>All figures</source>
            <translation>Tous les chiffres</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>JSON files (*.json)</source>
            <translation>Fichiers JSON (*.json)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/parameters.py" />
            <source>What was found, for other programs.</source>
            <translation>Les résultats, pour d'autres programmes.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/predict.py" />
            <source>Chip map</source>
            <translation>Carte par imagettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/predict.py" />
            <source>predict,classify,map,classification,regression,inference,uncertainty</source>
            <translation>prédire,classer,carte,classification,régression,inférence,incertitude</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/predict.py" />
            <source>Maps the area with a fitted head: one cell a chip, from the embeddings that are there, in seconds.

Beside the map lie the probability of each class, the uncertainty (0 where the head is sure, 1 where it could be any class), and the area of applicability: 1 where chips are like those it was fitted on, 0 where nothing is known of how well it does.

The shares of classes are counts of cells and are wrong by what the map is wrong; Area estimates them from a check sample.</source>
            <translation>Cartographie la zone avec une tête ajustée : une cellule par imagette, à partir des plongements existants, en quelques secondes.

À côté de la carte se trouvent la probabilité de chaque classe, l'incertitude (0 là où la tête est sûre, 1 là où ce pourrait être n'importe quelle classe) et le domaine d'applicabilité : 1 là où les imagettes ressemblent à celles de l'ajustement, 0 là où l'on ne sait rien de ce qu'elle vaut.

Les parts des classes sont des comptages de cellules, faux d'autant que la carte est fausse ; « Exactitude et superficie des classes » les estime à partir d'un échantillon de contrôle.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/predict.py" />
            <source>Level of sets or intervals</source>
            <translation>Niveau des ensembles ou des intervalles</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/predict.py" />
            <source>Such as 0.9: adds the classes, or the interval, that hold the truth so often. The head must have been fitted with ground held out.</source>
            <translation>Par exemple 0.9 : ajoute les classes, ou l'intervalle, qui contiennent la vérité aussi souvent. La tête doit avoir été ajustée avec une part de terrain réservée.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/predict.py" />
            <source>Add the area of applicability</source>
            <translation>Ajouter le domaine d'applicabilité</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/predict.py" />
            <source>GeoTIFF to write; left empty, it is maps/&lt;head&gt;.tif in the workspace.</source>
            <translation>GeoTIFF à écrire ; si vide, maps/&lt;head&gt;.tif dans l'espace de travail.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/report.py" />
            <source>Report</source>
            <translation>Rapport</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/report.py" />
            <source>report,page,html,accuracy,hand over,documentation</source>
            <translation>rapport,page,html,exactitude,livraison,documentation</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/report.py" />
            <source>Writes one page to hand over with a map: what it is and was made from, how good the head is, where not to believe it, how much there is of each class where a check sample is labelled, and what all that does not show. It takes a minute or two, most of it for the learning curve.</source>
            <translation>Écrit une page à remettre avec une carte : ce qu'elle est et de quoi elle est faite, ce que vaut la tête, où ne pas la croire, quelle superficie occupe chaque classe si un échantillon de contrôle est étiqueté, et ce que tout cela ne montre pas. Cela prend une minute ou deux, surtout pour la courbe d'apprentissage.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/report.py" />
            <source>The map of that head; maps/&lt;head&gt;.tif of the workspace by default.</source>
            <translation>La carte de cette tête ; par défaut maps/&lt;head&gt;.tif de l'espace de travail.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/report.py" />
            <source>Check sample</source>
            <translation>Échantillon de contrôle</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/report.py" />
            <source>Name of a labelled sample; the newest that is labelled completely by default.</source>
            <translation>Nom d'un échantillon étiqueté ; par défaut, le plus récent entièrement étiqueté.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/report.py" />
            <source>With a learning curve</source>
            <translation>Avec une courbe d'apprentissage</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/report.py" />
            <source>Takes most of the time.</source>
            <translation>Prend la plus grande partie du temps.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/report.py" />
            <source>Title</source>
            <translation>Titre</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/report.py" />
            <source>Target and workspace by default.</source>
            <translation>Par défaut, la cible et l'espace de travail.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>Draw a check sample</source>
            <translation>Tirer un échantillon de contrôle</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>sample,reference,accuracy assessment,stratified random,validation,Olofsson</source>
            <translation>échantillon,référence,évaluation de l'exactitude,aléatoire stratifié,validation,Olofsson</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>Draws cells of a map at random, to be labelled by looking at images or the ground and not at the map. From them Area says how accurate the map is and how much there is of each class.

The result is a layer in the workspace's folder samples: fill in its field label with the class (or the number) that is really there, cell by cell. Add no cells and take none away.</source>
            <translation>Tire au hasard des cellules d'une carte, à étiqueter en regardant des images ou le terrain, et non la carte. À partir d'elles, « Exactitude et superficie des classes » dit à quel point la carte est exacte et quelle superficie occupe chaque classe.

Le résultat est une couche dans le dossier samples de l'espace de travail : remplissez son champ label avec la classe (ou le nombre) qui s'y trouve vraiment, cellule par cellule. N'ajoutez ni ne supprimez aucune cellule.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>A map of EO Embed or another; the newest of the workspace by default.</source>
            <translation>Une carte d'EO Embed ou une autre ; par défaut, la plus récente de l'espace de travail.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>Number of cells</source>
            <translation>Nombre de cellules</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>200 by default; more cells, narrower intervals.</source>
            <translation>200 par défaut ; plus de cellules, intervalles plus étroits.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>Design</source>
            <translation>Plan d'échantillonnage</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>stratified: within the classes of the map, so that rare ones are checked, too. simple: from all cells alike. What fits the map by default.</source>
            <translation>stratified : dans les classes de la carte, afin que les rares soient aussi contrôlées. simple : parmi toutes les cellules, sans distinction. Par défaut, ce qui convient à la carte.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>Of the sample.</source>
            <translation>De l'échantillon.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>Cells to label</source>
            <translation>Cellules à étiqueter</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>Cells drawn</source>
            <translation>Cellules tirées</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>Cells of each stratum at least</source>
            <translation>Cellules au moins par strate</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>Strata</source>
            <translation>Strates</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>A raster on the map's grid whose classes are the strata, in place of the map's.</source>
            <translation>Un raster sur la grille de la carte, dont les classes sont les strates, au lieu de celles de la carte.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>Number of strata by value</source>
            <translation>Nombre de strates par valeur</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>For a map of numbers.</source>
            <translation>Pour une carte de valeurs numériques.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>Standard error to aim at</source>
            <translation>Erreur type visée</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>Of overall accuracy, such as 0.02, in place of a number of cells.</source>
            <translation>De l'exactitude globale, par exemple 0.02, au lieu d'un nombre de cellules.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>Accuracy to expect</source>
            <translation>Exactitude attendue</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>With the standard error: of all classes, or of each by commas, such as 0.8.</source>
            <translation>Avec l'erreur type : de toutes les classes, ou de chacune, séparées par des virgules, par exemple 0.8.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/sample.py" />
            <source>{n} cells of {map}, {how}.</source>
            <translation>{n} cellules de {map}, {how}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Score a head</source>
            <translation>Évaluer une tête</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>accuracy,cross-validation,confusion matrix,f1,r2,validation,blocks</source>
            <translation>exactitude,validation croisée,matrice de confusion,f1,r2,validation,blocs</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>How good is a head on ground that it has not seen? Fits it on a part of the labelled chips and judges it by the rest, in turn, and gives the means over several deals.

The split is what the scores are worth: block keeps whole blocks of the ground apart; random flatters, since chips side by side are alike. Beside the overall accuracy stands what always answering the commonest class would score.

These are scores of the labels that there are. For a claim about the map, draw a check sample.</source>
            <translation>Que vaut une tête sur un terrain qu'elle n'a pas vu ? L'ajuste sur une partie des imagettes étiquetées et la juge sur le reste, tour à tour, puis donne les moyennes sur plusieurs répartitions.

Les scores valent ce que vaut le découpage : block garde à part des blocs entiers de terrain ; random flatte, car des imagettes voisines se ressemblent. À côté de l'exactitude globale figure le score obtenu en répondant toujours la classe la plus fréquente.

Ce sont des scores sur les étiquettes existantes. Pour affirmer quelque chose sur la carte, tirez un échantillon de contrôle.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>block: blocks of the ground apart. random: chips at random. bands: slanting bands. region, column: one region, or one fold of your own, left out at a time.</source>
            <translation>block : blocs de terrain à part. random : imagettes au hasard. bands : bandes obliques. region, column : une région, ou un de vos propres plis, laissé de côté à la fois.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Deals</source>
            <translation>Répartitions</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>How often the folds are dealt anew.</source>
            <translation>Nombre de fois que les plis sont répartis à nouveau.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Page of scores</source>
            <translation>Page des scores</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Macro-F1</source>
            <translation>Macro-F1</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>R², of numbers</source>
            <translation>R² (valeurs numériques)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Root mean square error, of numbers</source>
            <translation>Erreur quadratique moyenne (valeurs numériques)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Balanced accuracy</source>
            <translation>Exactitude équilibrée</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Macro-F1, classes of 20 chips or more</source>
            <translation>Macro-F1, classes d'au moins 20 imagettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>R²</source>
            <translation>R²</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Root mean square error</source>
            <translation>Erreur quadratique moyenne</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Mean absolute error</source>
            <translation>Erreur absolue moyenne</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Spearman's correlation</source>
            <translation>Corrélation de Spearman</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Scores of a head</source>
            <translation>Scores d'une tête</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>{n} labelled chips, {rule}.</source>
            <translation>{n} imagettes étiquetées, {rule}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>The nearest training chip lies {n} m from a test chip.</source>
            <translation>L'imagette d'entraînement la plus proche se trouve à {n} m d'une imagette de test.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Commonest class</source>
            <translation>Classe la plus fréquente</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Score</source>
            <translation>Score</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Standard deviation</source>
            <translation>Écart type</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <location filename="../../eo_embed_plugin/gui/figures.py" />
            <source>Recall</source>
            <translation>Rappel</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <location filename="../../eo_embed_plugin/gui/class_table.py" />
            <source>Classes</source>
            <translation>Classes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>True, by predicted</source>
            <translation>Réel (lignes), prédit (colonnes)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/score.py" />
            <source>Confusion matrix of the first deal, in chips</source>
            <translation>Matrice de confusion de la première répartition, en imagettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/similar.py" />
            <source>Similar chips</source>
            <translation>Imagettes semblables</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/similar.py" />
            <source>similarity,search,find,look alike,nearest neighbours</source>
            <translation>similarité,recherche,trouver,ressemblance,plus proches voisins</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/similar.py" />
            <source>Where else does it look like this? Shows the chips that are most like some and unlike others, given as points on the ground or by their ids. No labels and no head are needed.

The raster tells for every chip how similar it is: 1 is the same, 0 is what chips are on average. The layer holds the most similar ones in order, with rank and similarity.</source>
            <translation>Où cela ressemble-t-il encore à ceci ? Montre les imagettes qui ressemblent le plus à certaines et le moins à d'autres, données par des points sur le terrain ou par leurs identifiants. Ni étiquettes ni tête ne sont nécessaires.

Le raster indique la similarité de chaque imagette : 1 pour identique, 0 pour l'imagette moyenne. La couche contient les plus semblables dans l'ordre, avec rang et similarité.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/similar.py" />
            <source>Places to look like</source>
            <translation>Lieux auxquels ressembler</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/similar.py" />
            <source>Points; the chip under each is meant.</source>
            <translation>Des points ; c'est l'imagette sous chacun qui compte.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/similar.py" />
            <source>Chips to look like</source>
            <translation>Imagettes auxquelles ressembler</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/similar.py" />
            <source>Chip ids by commas, beside the points or in place of them.</source>
            <translation>Identifiants d'imagettes séparés par des virgules, en plus des points ou à leur place.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/similar.py" />
            <source>Places not to look like</source>
            <translation>Lieux auxquels ne pas ressembler</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/similar.py" />
            <source>Chips not to look like</source>
            <translation>Imagettes auxquelles ne pas ressembler</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/similar.py" />
            <source>In the layer of chips.</source>
            <translation>Dans la couche d'imagettes.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/similar.py" />
            <source>Similarity</source>
            <translation>Similarité</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/similar.py" />
            <source>GeoTIFF to write; left empty, it is maps/similar.tif in the workspace.</source>
            <translation>GeoTIFF à écrire ; si vide, maps/similar.tif dans l'espace de travail.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/similar.py" />
            <source>There is nothing to look like: give points or chip ids.</source>
            <translation>Il n'y a rien à quoi ressembler : donnez des points ou des identifiants d'imagettes.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/similar.py" />
            <source>{n} of {all} points lie on no chip of the area.</source>
            <translation>{n} points sur {all} ne tombent sur aucune imagette de la zone.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/splits.py" />
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>Folds</source>
            <translation>Plis</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/splits.py" />
            <source>Of blocks or at random.</source>
            <translation>De blocs ou au hasard.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/splits.py" />
            <source>Side of a block, in metres</source>
            <translation>Côté d'un bloc, en mètres</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/splits.py" />
            <source>Found by itself when left empty: 10 km, or less where the labels do not reach as far.</source>
            <translation>Déterminé automatiquement si vide : 10 km, ou moins si les étiquettes ne s'étendent pas aussi loin.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/splits.py" />
            <source>Width of a band, in metres</source>
            <translation>Largeur d'une bande, en mètres</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/splits.py" />
            <source>Angle of the bands, in degrees</source>
            <translation>Angle des bandes, en degrés</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/splits.py" />
            <source>Buffer, in metres</source>
            <translation>Tampon, en mètres</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/splits.py" />
            <source>Chips nearer than this to a test chip are not learnt from.</source>
            <translation>Les imagettes plus proches que cela d'une imagette de test ne servent pas à apprendre.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/splits.py" />
            <source>Regions or folds</source>
            <translation>Régions ou plis</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/splits.py" />
            <source>For the splits region and column: which chip belongs where.</source>
            <translation>Pour les découpages region et column : à quoi appartient chaque imagette.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/splits.py" />
            <source>Field of the regions or folds</source>
            <translation>Champ des régions ou des plis</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/suggest.py" />
            <source>Suggest chips to label</source>
            <translation>Suggérer des imagettes à étiqueter</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/suggest.py" />
            <source>active learning,labels,uncertainty,sampling,next</source>
            <translation>apprentissage actif,étiquettes,incertitude,échantillonnage,suivante</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/suggest.py" />
            <source>Which labels would teach a head most? Gives the chips that it is least sure of and that are unlike each other, as a layer to walk through; label them, and ask again. Before there are labels of two classes, the chips stand for all that the area holds.

Each chip bears its rank, what the head makes of it now and how unsure it is. Chips labelled in this way are no random sample: judge a map by a check sample.</source>
            <translation>Quelles étiquettes apprendraient le plus à une tête ? Donne les imagettes dont elle est le moins sûre et qui diffèrent entre elles, sous forme d'une couche à parcourir ; étiquetez-les, puis redemandez. Tant que deux classes n'ont pas d'étiquettes, les imagettes représentent tout ce que contient la zone.

Chaque imagette porte son rang, ce que la tête en dit à présent et son degré d'incertitude. Des imagettes étiquetées ainsi ne forment pas un échantillon aléatoire : jugez une carte par un échantillon de contrôle.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/suggest.py" />
            <source>Unsure by</source>
            <translation>Mesure de l'incertitude</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/suggest.py" />
            <source>margin: between the two likeliest classes. entropy: over all.</source>
            <translation>margin : entre les deux classes les plus probables. entropy : sur toutes.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/suggest.py" />
            <source>Unlike each other by</source>
            <translation>Mesure de la dissemblance</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/suggest.py" />
            <source>Least distance, in metres</source>
            <translation>Distance minimale, en mètres</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/suggest.py" />
            <source>Between suggested chips; three chips by default.</source>
            <translation>Entre imagettes suggérées ; par défaut, trois imagettes.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/suggest.py" />
            <source>Suggested chips</source>
            <translation>Imagettes suggérées</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/suggest.py" />
            <source>Labels that there are</source>
            <translation>Étiquettes existantes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Train a model</source>
            <translation>Entraîner un modèle</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>pretraining,self-supervised,simsiam,byol,simclr,mae,clip,multitask,deep learning</source>
            <translation>préentraînement,autosupervisé,simsiam,byol,simclr,mae,clip,multitâche,apprentissage profond</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Trains a network on the chips of a workspace, or on a published data set, by the method of a paper. SimSiam, BYOL, SimCLR, MAE and CLIP need no labels. The result is a model by which Embed chips embeds, as any other.

A method brings its paper's values; a recipe is another whole set of them. Whatever differs is given as key=value. Networks of the papers' size want a graphics card: on a CPU take a small one, such as backbone=resnet10t.

It may be stopped at any time: a checkpoint is kept, and with Go on the run continues from it. Runs are listed, with their curves, in the dialog Train a model of the dock.</source>
            <translation>Entraîne un réseau sur les imagettes d'un espace de travail, ou sur un jeu de données publié, par la méthode d'un article. SimSiam, BYOL, SimCLR, MAE et CLIP n'ont pas besoin d'étiquettes. Le résultat est un modèle que « Calculer les plongements » emploie comme un autre.

Une méthode apporte les valeurs de son article ; une recette en est un autre jeu complet. Ce qui diffère se donne sous la forme clé=valeur. Les réseaux de la taille de ceux des articles demandent une carte graphique : sur un processeur, prenez-en un petit, par exemple backbone=resnet10t.

L'entraînement peut être arrêté à tout moment : un point de reprise est conservé, et avec « Poursuivre » il en repart. Les entraînements et leurs courbes sont dans la fenêtre « Entraîner un modèle » du panneau.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <location filename="../../eo_embed_plugin/gui/train_history.py" />
            <source>Method</source>
            <translation>Méthode</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>How it learns; that of the recipe, where one is given, else simsiam.</source>
            <translation>Comment il apprend ; celle de la recette s'il y en a une, sinon simsiam.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Recipe</source>
            <translation>Recette</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>A whole set of values by its name, or a file of one (.toml).</source>
            <translation>Un jeu complet de valeurs, par son nom ou par son fichier (.toml).</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <location filename="../../eo_embed_plugin/gui/train_history.py" />
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Steps</source>
            <translation>Pas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Steps of training; by default the epochs of the method or recipe.</source>
            <translation>Pas d'entraînement ; par défaut, les époques de la méthode ou de la recette.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Other values</source>
            <translation>Autres valeurs</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>As key=value, by commas, such as backbone=resnet10t, lr=0.001.</source>
            <translation>Sous la forme clé=valeur, séparées par des virgules, par exemple backbone=resnet10t, lr=0.001.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Go on with the run of this folder</source>
            <translation>Poursuivre l'entraînement de ce dossier</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>From its last checkpoint, with all the values that it was begun with.</source>
            <translation>À partir de son dernier point de reprise, avec toutes les valeurs de son début.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Folder of the run</source>
            <translation>Dossier de l'entraînement</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>A new folder; one in the workspace's folder runs by default.</source>
            <translation>Un nouveau dossier ; par défaut, dans le dossier runs de l'espace de travail.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Model, as Embed chips takes it</source>
            <translation>Modèle, tel que le prend « Calculer les plongements »</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Loss at the end</source>
            <translation>Perte à la fin</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <source>Steps done</source>
            <translation>Pas effectués</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Data set</source>
            <translation>Jeu de données</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Folder of a published data set, or of another workspace, to learn from in place of this workspace's chips.</source>
            <translation>Dossier d'un jeu de données publié, ou d'un autre espace de travail, dont apprendre à la place des imagettes de celui-ci.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Kind of the data set</source>
            <translation>Type du jeu de données</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Its name, such as eurosat, where its files alone do not tell.</source>
            <translation>Son nom, par exemple eurosat, si ses fichiers ne suffisent pas à le dire.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Options of the data</source>
            <translation>Options des données</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>As key=value, by commas, such as target=cover; none are needed.</source>
            <translation>Sous la forme clé=valeur, séparées par des virgules, par exemple target=cover ; aucune n'est obligatoire.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Say which run is to go on: give its folder.</source>
            <translation>Dites quel entraînement doit se poursuivre : donnez son dossier.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>Stopped; the run goes on from its checkpoint where its folder {path} is given and is to go on.</source>
            <translation>Arrêté ; l'entraînement repart de son point de reprise si son dossier {path} est donné comme à poursuivre.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>{name}: step {step} of {steps}, loss {loss}, {rate} images a second on {device}</source>
            <translation>{name} : pas {step} sur {steps}, perte {loss}, {rate} images par seconde sur {device}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/algorithms/train.py" />
            <source>The run {name} has ended before its time; {log} says why.</source>
            <translation>L'entraînement {name} s'est terminé avant l'heure ; {log} dit pourquoi.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/blocking.py" />
            <source>The worker is not running: start it again.</source>
            <translation>Le processus de calcul ne tourne pas : redémarrez-le.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/blocking.py" />
            <location filename="../../eo_embed_plugin/calls.py" />
            <source>The worker's answer to {method} cannot be read.</source>
            <translation>La réponse du processus de calcul à {method} est illisible.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/broken.py" />
            <source>EO Embed could not be loaded ({error}); install it again, and send the details to its developers if that does not help.</source>
            <translation>EO Embed n'a pas pu être chargé ({error}) ; réinstallez-le et, si cela ne suffit pas, envoyez les détails à ses développeurs.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/broken.py" />
            <location filename="../../eo_embed_plugin/messages.py" />
            <source>Details</source>
            <translation>Détails</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/broken.py" />
            <location filename="../../eo_embed_plugin/gui/details_dialog.py" />
            <source>Copy</source>
            <translation>Copier</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/calls.py" />
            <source>The request {method} cannot be written as JSON: {error}</source>
            <translation>La requête {method} ne peut pas être écrite en JSON : {error}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/calls.py" />
            <source>The worker did not answer {method} within {n} seconds: try again.</source>
            <translation>Le processus de calcul n'a pas répondu à {method} en {n} secondes : réessayez.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/calls.py" />
            <source>The worker sent {method}, which is unknown.</source>
            <translation>Le processus de calcul a envoyé {method}, qui est inconnu.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/calls.py" />
            <source>The worker answered what was not asked, or no longer: {answer}</source>
            <translation>Le processus de calcul a répondu à ce qui n'était pas demandé, ou ne l'est plus : {answer}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/capture.py" />
            <source>There is no ground to capture; draw an area of interest first.</source>
            <translation>Il n'y a pas de terrain à capturer ; dessinez d'abord une zone d'intérêt.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/capture.py" />
            <source>{columns} × {rows} pixels are too many to capture; take a smaller area or larger pixels.</source>
            <translation>{columns} × {rows} pixels, c'est trop à capturer ; prenez une zone plus petite ou des pixels plus grands.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/capture.py" />
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source>Capture {layer}</source>
            <translation>Capturer {layer}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/capture.py" />
            <source>{path} cannot be written: {reason}.</source>
            <translation>Impossible d'écrire {path} : {reason}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/capture.py" />
            <source>{layer} could not be captured to {path}; check the folder, the disk and the layer's connection.</source>
            <translation>{layer} n'a pas pu être capturée dans {path} ; vérifiez le dossier, le disque et la connexion de la couche.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/engine.py" />
            <source>The worker was restarted.</source>
            <translation>Le processus de calcul a été redémarré.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/engine.py" />
            <source>The worker was stopped.</source>
            <translation>Le processus de calcul a été arrêté.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/engine.py" />
            <source>The worker cannot be started: {error}</source>
            <translation>Le processus de calcul ne peut pas démarrer : {error}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/engine.py" />
            <source>The worker ended {n} times within {s} seconds; press Restart once the cause of the last is removed: {why}</source>
            <translation>Le processus de calcul s'est arrêté {n} fois en {s} secondes ; cliquez sur Redémarrer une fois écartée la cause du dernier arrêt : {why}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>{python} did not finish the check (exit code {code}); see the details.</source>
            <translation>{python} n'a pas terminé la vérification (code de sortie {code}) ; voir les détails.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>Comparing versions…</source>
            <translation>Comparaison des versions…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>Trying each device…</source>
            <translation>Essai de chaque périphérique…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>Making embeddings of a small picture…</source>
            <translation>Calcul des plongements d'une petite image…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>Loading {name}…</source>
            <translation>Chargement de {name}…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>press Repair to make the environment anew</source>
            <translation>cliquez sur Réparer pour recréer l'environnement</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>install what is missing into it, or let EO Embed create its own environment</source>
            <translation>installez-y ce qui manque, ou laissez EO Embed créer son propre environnement</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>{python} is Python {version}, and at least 3.11 is needed; choose another.</source>
            <translation>{python} est un Python {version}, et il faut au moins 3.11 ; choisissez-en un autre.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>{python} lacks {names}; {remedy}.</source>
            <translation>Il manque {names} à {python} ; {remedy}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>{python} has {name} {version}, and {needed} is needed; {remedy}.</source>
            <translation>{python} a {name} {version}, et il faut {needed} ; {remedy}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>{module} does not load ({error}); {remedy}.</source>
            <translation>{module} ne se charge pas ({error}) ; {remedy}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>install Microsoft's Visual C++ Redistributable (https://aka.ms/vs/17/release/vc_redist.x64.exe)</source>
            <translation>installez Microsoft Visual C++ Redistributable (https://aka.ms/vs/17/release/vc_redist.x64.exe)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>Making embeddings failed ({error}); {remedy}.</source>
            <translation>Le calcul de plongements a échoué ({error}) ; {remedy}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>{name} was found but does not compute ({error}); the CPU is used instead.</source>
            <translation>{name} a été trouvé mais ne calcule pas ({error}) ; le CPU est utilisé à la place.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>{name} is not used, because the torch here is built without CUDA: press Repair where PyTorch's index (download.pytorch.org) can be reached, or install from a folder of wheels with a CUDA build.</source>
            <translation>{name} n'est pas utilisé, car le torch installé ici est compilé sans CUDA : cliquez sur Réparer là où l'index de PyTorch (download.pytorch.org) est accessible, ou installez depuis un dossier de paquets (wheels) avec une version CUDA.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>{name} is not used, because this Python's torch is built without CUDA: install a CUDA build in it.</source>
            <translation>{name} n'est pas utilisé, car le torch de ce Python est compilé sans CUDA : installez-y une version CUDA.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>{name} is not used, because its driver {driver} knows CUDA up to {cuda} and torch is built for {built_for}: update the NVIDIA driver.</source>
            <translation>{name} n'est pas utilisé, car son pilote {driver} connaît CUDA jusqu'à {cuda} et torch est compilé pour {built_for} : mettez à jour le pilote NVIDIA.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>{name} is not used, although torch is built for {built_for} and the driver is {driver}: restart the computer, or install the driver again.</source>
            <translation>{name} n'est pas utilisé, bien que torch soit compilé pour {built_for} et que le pilote soit {driver} : redémarrez l'ordinateur, ou réinstallez le pilote.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/check.py" />
            <source>{names} and {count} more</source>
            <translation>{names} et {count} de plus</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/command.py" />
            <source>{program} gave no answer within {seconds} s and was stopped.</source>
            <translation>{program} n'a pas répondu en {seconds} s et a été arrêté.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/command.py" />
            <source>{program} could not be started: {reason}.</source>
            <translation>{program} n'a pas pu démarrer : {reason}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>Ready.</source>
            <translation>Prêt.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>The environment is ready.</source>
            <translation>L'environnement est prêt.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>The environment was made anew and is ready.</source>
            <translation>L'environnement a été recréé et il est prêt.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>{python} is used from now on.</source>
            <translation>{python} est utilisé désormais.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>The environment works.</source>
            <translation>L'environnement fonctionne.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>Deleting…</source>
            <translation>Suppression…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>The environment was deleted.</source>
            <translation>L'environnement a été supprimé.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>The environment is being worked on; wait for it.</source>
            <translation>Une opération est en cours sur l'environnement ; attendez qu'elle se termine.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>There is no environment yet: create it under EO Embed &gt; Environment.</source>
            <translation>Il n'y a pas encore d'environnement : créez-le dans EO Embed &gt; Environnement.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>The environment is not complete: go on with it under EO Embed &gt; Environment.</source>
            <translation>L'environnement est incomplet : poursuivez dans EO Embed &gt; Environnement.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>The environment in {folder} is gone or damaged: create it again under EO Embed &gt; Environment.</source>
            <translation>L'environnement dans {folder} a disparu ou est endommagé : recréez-le dans EO Embed &gt; Environnement.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>This version of EO Embed needs other packages: bring the environment up to date under EO Embed &gt; Environment.</source>
            <translation>Cette version d'EO Embed demande d'autres paquets : mettez l'environnement à jour dans EO Embed &gt; Environnement.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>The Python chosen in the settings, {python}, is gone: choose another under EO Embed &gt; Environment.</source>
            <translation>Le Python choisi dans les paramètres, {python}, a disparu : choisissez-en un autre dans EO Embed &gt; Environnement.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>The Python chosen in the settings, {python}, has not been tried: press Test in EO Embed &gt; Environment.</source>
            <translation>Le Python choisi dans les paramètres, {python}, n'a pas été essayé : cliquez sur Tester dans EO Embed &gt; Environnement.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>There is no folder {folder}; choose the folder that holds the wheels.</source>
            <translation>Le dossier {folder} n'existe pas ; choisissez celui qui contient les paquets (wheels).</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <location filename="../../eo_embed_plugin/launch.py" />
            <source>The plugin is incomplete, {path} is missing: install EO Embed again.</source>
            <translation>L'extension est incomplète, il manque {path} : réinstallez EO Embed.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>Something is being done already; wait, or cancel it.</source>
            <translation>Une opération est déjà en cours ; attendez, ou annulez-la.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <location filename="../../eo_embed_plugin/environment/places.py" />
            <source>EO Embed: deleting an old environment</source>
            <translation>EO Embed : suppression d'un ancien environnement</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>The folder {folder} cannot be made ({reason}); choose another in the settings.</source>
            <translation>Impossible de créer le dossier {folder} ({reason}) ; choisissez-en un autre dans les paramètres.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>Another QGIS window is working on the environment; wait until it is done.</source>
            <translation>Une autre fenêtre de QGIS travaille sur l'environnement ; attendez qu'elle ait terminé.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>The folder {folder} cannot be written; choose another in the settings.</source>
            <translation>Impossible d'écrire dans le dossier {folder} ; choisissez-en un autre dans les paramètres.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>Stopped; what was downloaded is kept, so that it can go on from there.</source>
            <translation>Arrêté ; ce qui a été téléchargé est conservé, afin de reprendre à cet endroit.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/environment.py" />
            <source>Something unforeseen went wrong ({error}); please report it with the details.</source>
            <translation>Une erreur imprévue s'est produite ({error}) ; veuillez la signaler avec les détails.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>Looking at the disk…</source>
            <translation>Examen du disque…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>Looking for uv, which installs the packages…</source>
            <translation>Recherche d'uv, qui installe les paquets…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>Downloading uv: {done} of {total}…</source>
            <translation>Téléchargement d'uv : {done} sur {total}…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>Downloading uv…</source>
            <translation>Téléchargement d'uv…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>Looking for a Python…</source>
            <translation>Recherche d'un Python…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>Making a virtual environment…</source>
            <translation>Création d'un environnement virtuel…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>Making the virtual environment</source>
            <translation>La création de l'environnement virtuel</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>Downloading Python {version}…</source>
            <translation>Téléchargement de Python {version}…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>There is no Python 3.11 or later here, and none could be downloaded (from github.com): install one from https://www.python.org/downloads and try again.</source>
            <translation>Il n'y a pas ici de Python 3.11 ou plus récent, et aucun n'a pu être téléchargé (depuis github.com) : installez-en un depuis https://www.python.org/downloads et réessayez.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>Choosing the build of PyTorch for this machine…</source>
            <translation>Choix de la version de PyTorch pour cette machine…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>Finding the newest versions that fit together…</source>
            <translation>Recherche des versions les plus récentes compatibles entre elles…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>Choosing the packages</source>
            <translation>La sélection des paquets</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>Installing the packages</source>
            <translation>L'installation des paquets</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>Trying the environment…</source>
            <translation>Essai de l'environnement…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>Writing the state</source>
            <translation>L'écriture de l'état</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>PyTorch's own index (download.pytorch.org) is out of reach, so torch came from the general index: that build runs on the CPU alone.</source>
            <translation>L'index propre à PyTorch (download.pytorch.org) est inaccessible ; torch vient donc de l'index général : cette version ne fonctionne que sur le CPU.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/installation.py" />
            <source>PyTorch's own index (download.pytorch.org) is out of reach, so torch came from the general index: that build runs on any CPU and NVIDIA GPU, and is larger than need be.</source>
            <translation>L'index propre à PyTorch (download.pytorch.org) est inaccessible ; torch vient donc de l'index général : cette version fonctionne sur tout CPU et tout GPU NVIDIA, et elle est plus volumineuse que nécessaire.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>Putting {count} packages in place…</source>
            <translation>Mise en place de {count} paquets…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>Starting to download {count} packages…</source>
            <translation>Début du téléchargement de {count} paquets…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>Downloading {total}: {done} of {count} large packages are here</source>
            <translation>Téléchargement de {total} : {done} gros paquets sur {count} sont là</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>; waiting for {name} ({size})</source>
            <translation>, en attente de {name} ({size})</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>; {written} unpacked so far</source>
            <translation>, {written} décompressés jusqu'ici</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>no reason was given</source>
            <translation>aucune raison n'a été donnée</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>{what} stopped (uv, exit code {code}): {reason}.</source>
            <translation>{what} s'est arrêtée (uv, code de sortie {code}) : {reason}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>The disk is full; make room and try again: what was downloaded is kept.</source>
            <translation>Le disque est plein ; faites de la place et réessayez : ce qui a été téléchargé est conservé.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>The folder of wheels cannot be read; choose it again.</source>
            <translation>Le dossier de paquets (wheels) est illisible ; choisissez-le à nouveau.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>{host} refuses access; check the index's address and its password.</source>
            <translation>{host} refuse l'accès ; vérifiez l'adresse de l'index et son mot de passe.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>The folder of wheels lacks {name}; put its wheel there, and those of all it needs.</source>
            <translation>Il manque {name} dans le dossier de paquets ; mettez-y son paquet (wheel), et ceux de tout ce dont il dépend.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>The package index does not have {name}; check the index's address in the settings.</source>
            <translation>L'index de paquets n'a pas {name} ; vérifiez l'adresse de l'index dans les paramètres.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>There is no build of {name} for this machine and Python; see the details.</source>
            <translation>Il n'existe pas de version de {name} pour cette machine et ce Python ; voir les détails.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>The proxy asks for a user and password; give them in QGIS under Settings &gt; Options &gt; Network.</source>
            <translation>Le proxy demande un utilisateur et un mot de passe ; indiquez-les dans QGIS, sous Préférences &gt; Options &gt; Réseau.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>The proxy cannot be reached; check it in QGIS under Settings &gt; Options &gt; Network.</source>
            <translation>Le proxy est injoignable ; vérifiez-le dans QGIS, sous Préférences &gt; Options &gt; Réseau.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <location filename="../../eo_embed_plugin/network.py" />
            <source>The certificate of {host} is not trusted; add your organisation's in QGIS under Settings &gt; Options &gt; Authentication.</source>
            <translation>Le certificat de {host} n'est pas approuvé ; ajoutez celui de votre organisation dans QGIS, sous Préférences &gt; Options &gt; Authentification.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <location filename="../../eo_embed_plugin/network.py" />
            <source>{host} does not have what was asked for (HTTP 404); check the index's address.</source>
            <translation>{host} n'a pas ce qui était demandé (HTTP 404) ; vérifiez l'adresse de l'index.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>{host} answered with an error (HTTP {name}); try again later.</source>
            <translation>{host} a répondu par une erreur (HTTP {name}) ; réessayez plus tard.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <location filename="../../eo_embed_plugin/network.py" />
            <source>{host} cannot be reached; check the connection, and QGIS's proxy under Settings &gt; Options &gt; Network.</source>
            <translation>{host} est injoignable ; vérifiez la connexion, et le proxy de QGIS sous Préférences &gt; Options &gt; Réseau.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>A package from {host} is damaged or was changed on its way; try again later.</source>
            <translation>Un paquet de {host} est endommagé ou a été modifié en chemin ; réessayez plus tard.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>{host} sent something that is no package; check the index's address, or try again later.</source>
            <translation>{host} a envoyé autre chose qu'un paquet ; vérifiez l'adresse de l'index, ou réessayez plus tard.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>A file of the environment cannot be written; close other QGIS windows and look at your virus scanner, then try again.</source>
            <translation>Impossible d'écrire un fichier de l'environnement ; fermez les autres fenêtres de QGIS, vérifiez votre antivirus, puis réessayez.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>The packages here do not fit together or with this Python; see the details.</source>
            <translation>Les paquets disponibles ici ne sont pas compatibles entre eux ou avec ce Python ; voir les détails.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/output.py" />
            <source>The package index</source>
            <translation>L'index de paquets</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/places.py" />
            <source>The folder {folder} holds other files; choose an empty one.</source>
            <translation>Le dossier {folder} contient d'autres fichiers ; choisissez un dossier vide.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/places.py" />
            <source>The folder {folder} cannot be written ({reason}); choose another in the settings.</source>
            <translation>Impossible d'écrire dans le dossier {folder} ({reason}) ; choisissez-en un autre dans les paramètres.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/places.py" />
            <source>The folder {folder} does not carry EO Embed's mark, so nothing in it was deleted.</source>
            <translation>Le dossier {folder} ne porte pas la marque d'EO Embed ; rien n'y a donc été supprimé.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/places.py" />
            <source>{path} is in use ({reason}); close other QGIS windows, then try again.</source>
            <translation>{path} est utilisé ({reason}) ; fermez les autres fenêtres de QGIS, puis réessayez.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/places.py" />
            <source>The disk of {folder} has {free} free, and about {needed} are needed; make room, or choose another folder in the settings.</source>
            <translation>Le disque de {folder} a {free} libres, et il en faut environ {needed} ; faites de la place, ou choisissez un autre dossier dans les paramètres.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/uv.py" />
            <source>The uv chosen in the settings, {path}, does not run or is older than {least}; choose another, or none.</source>
            <translation>L'exécutable uv choisi dans les paramètres, {path}, ne fonctionne pas ou est antérieur à {least} ; choisissez-en un autre, ou aucun.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/uv.py" />
            <source>EO Embed: reading the package index</source>
            <translation>EO Embed : lecture de l'index de paquets</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/uv.py" />
            <source>There is no uv on this machine and {where} has none for {system} on {processor}; put uv's wheel there, or install uv (https://docs.astral.sh/uv) and try again.</source>
            <translation>Il n'y a pas d'uv sur cette machine, et {where} n'en a pas pour {system} sur {processor} ; mettez-y le paquet (wheel) d'uv, ou installez uv (https://docs.astral.sh/uv), puis réessayez.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/uv.py" />
            <source>EO Embed: unpacking uv</source>
            <translation>EO Embed : décompression d'uv</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/uv.py" />
            <source>{wheel} cannot be unpacked into {folder} ({reason}).</source>
            <translation>Impossible de décompresser {wheel} dans {folder} ({reason}).</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/environment/wheels.py" />
            <source>{url} answered with something other than a package index; check the index's address in the settings.</source>
            <translation>{url} a répondu par autre chose qu'un index de paquets ; vérifiez l'adresse de l'index dans les paramètres.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/failures.py" />
            <source>The worker's answer cannot be read.</source>
            <translation>La réponse du processus de calcul est illisible.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/failures.py" />
            <source>The worker gave no sign of life for {n} seconds and was ended.</source>
            <translation>Le processus de calcul n'a donné aucun signe de vie pendant {n} secondes ; il a été arrêté.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/failures.py" />
            <source>The worker speaks version {theirs} of the protocol and the plugin version {ours}: restart QGIS, and install EO Embed again if that does not help.</source>
            <translation>Le processus de calcul parle la version {theirs} du protocole et l'extension la version {ours} : redémarrez QGIS et, si cela ne suffit pas, réinstallez EO Embed.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/failures.py" />
            <source>The worker ended because the disk is full: free some space and run the step again.</source>
            <translation>Le processus de calcul s'est arrêté car le disque est plein : libérez de la place et relancez l'étape.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/failures.py" />
            <source>its Python is incomplete</source>
            <translation>son Python est incomplet</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/failures.py" />
            <source>A library that the worker needs is missing or does not fit ({code}): install Microsoft's Visual C++ Redistributable, repair the environment (Workspace &gt; Environment…), then press Restart.</source>
            <translation>Une bibliothèque nécessaire au processus de calcul manque ou ne convient pas ({code}) : installez Microsoft Visual C++ Redistributable, réparez l'environnement (Espace de travail &gt; Environnement…), puis cliquez sur Redémarrer.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/failures.py" />
            <source>The worker was killed, most likely by the system because memory ran out: close other programs or choose a smaller batch, and run the step again.</source>
            <translation>Le processus de calcul a été tué, très probablement par le système faute de mémoire : fermez d'autres programmes ou choisissez un lot plus petit, puis relancez l'étape.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/failures.py" />
            <source>Another program ended the worker ({signal}): run the step again.</source>
            <translation>Un autre programme a arrêté le processus de calcul ({signal}) : relancez l'étape.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/failures.py" />
            <source>The worker ended with exit code {code}: {line}</source>
            <translation>Le processus de calcul s'est arrêté avec le code de sortie {code} : {line}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/failures.py" />
            <source>The worker ended by itself with exit code {code}: run the step again.</source>
            <translation>Le processus de calcul s'est arrêté de lui-même avec le code de sortie {code} : relancez l'étape.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/failures.py" />
            <source>The worker ran out of memory: close other programs or choose a smaller batch, and run the step again.</source>
            <translation>Le processus de calcul a manqué de mémoire : fermez d'autres programmes ou choisissez un lot plus petit, puis relancez l'étape.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/failures.py" />
            <source>The worker's environment is broken ({why}): repair it or choose another Python (Workspace &gt; Environment…), then press Restart.</source>
            <translation>L'environnement du processus de calcul est défectueux ({why}) : réparez-le ou choisissez un autre Python (Espace de travail &gt; Environnement…), puis cliquez sur Redémarrer.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/failures.py" />
            <source>A library of the worker needs a newer processor than this one ({code}): repair the environment in EO Embed's settings, or choose another encoder.</source>
            <translation>Une bibliothèque du processus de calcul demande un processeur plus récent que celui-ci ({code}) : réparez l'environnement dans les paramètres d'EO Embed, ou choisissez un autre encodeur.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/failures.py" />
            <source>The worker crashed ({code}): run the step again, on the CPU or with a smaller batch if it crashes again.</source>
            <translation>Le processus de calcul a planté ({code}) : relancez l'étape, sur le CPU ou avec un lot plus petit s'il plante encore.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>On ground it has not seen</source>
            <translation>Sur un terrain jamais vu</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>&amp;Score</source>
            <translation>É&amp;valuer</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>Parts that are left out in turn, to be judged on</source>
            <translation>Parts laissées de côté tour à tour, pour servir à juger</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>S&amp;plit</source>
            <translation>&amp;Découpage</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>&amp;Folds</source>
            <translation>&amp;Plis</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>What was taken for what, in one dealing of the folds:</source>
            <translation>Ce qui a été pris pour quoi, dans une répartition des plis :</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>How many labels are enough</source>
            <translation>Combien d'étiquettes suffisent</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>Draw the &amp;curve</source>
            <translation>Tracer la cour&amp;be</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>Blocks of ground and random folds</source>
            <translation>Blocs de terrain et plis aléatoires</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>Blocks of ground</source>
            <translation>Blocs de terrain</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>Random folds</source>
            <translation>Plis aléatoires</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>Draws of each number of labels; more take longer</source>
            <translation>Tirages pour chaque nombre d'étiquettes ; plus il y en a, plus c'est long</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>Sp&amp;lits</source>
            <translation>Découpa&amp;ges</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>&amp;Repeats</source>
            <translation>&amp;Répétitions</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>The band is the range of single draws from the labels that there are, no confidence interval. Labels chosen by suggestions get there with fewer.</source>
            <translation>La bande est l'étendue des différents tirages parmi les étiquettes existantes, pas un intervalle de confiance. Avec des étiquettes choisies par suggestions, il en faut moins.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>A page to hand over</source>
            <translation>Une page à remettre</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>Write the repor&amp;t</source>
            <translation>Écrire le rapp&amp;ort</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>&amp;Open the report</source>
            <translation>O&amp;uvrir le rapport</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>One file for a client to read and a reviewer to check: the map, its scores, what the sample says of the areas, and what none of it shows.</source>
            <translation>Un seul fichier, à lire par un client et à vérifier par un relecteur : la carte, ses scores, ce que l'échantillon dit des superficies, et ce que rien de tout cela ne montre.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>Write a map first</source>
            <translation>Écrivez d'abord une carte</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>The report {path} is written.</source>
            <translation>Le rapport {path} est écrit.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>Blocks of ground, as wide as fits</source>
            <translation>Blocs de terrain, de largeur adaptée</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>Blocks of 10 km</source>
            <translation>Blocs de 10 km</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/accuracy_page.py" />
            <source>Blocks say how it does on ground without labels; random folds, between labels</source>
            <translation>Les blocs disent ce qu'elle vaut sur un terrain sans étiquettes ; les plis aléatoires, entre les étiquettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/actions.py" />
            <source>&amp;New workspace</source>
            <translation>&amp;Nouvel espace de travail</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/actions.py" />
            <source>&amp;Open workspace…</source>
            <translation>&amp;Ouvrir un espace de travail…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/actions.py" />
            <source>&amp;Close workspace</source>
            <translation>&amp;Fermer l'espace de travail</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/actions.py" />
            <source>Show the &amp;folder</source>
            <translation>Afficher le &amp;dossier</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/actions.py" />
            <source>&amp;Train a model…</source>
            <translation>&amp;Entraîner un modèle…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/actions.py" />
            <source>&amp;Environment…</source>
            <translation>&amp;Environnement…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/actions.py" />
            <source>&amp;Diagnostics…</source>
            <translation>Dia&amp;gnostic…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/actions.py" />
            <source>Show the &amp;log</source>
            <translation>Afficher le &amp;journal</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/actions.py" />
            <source>&amp;Help</source>
            <translation>&amp;Aide</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/actions.py" />
            <source>&amp;Recent workspaces</source>
            <translation>Espaces de travail &amp;récents</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/actions.py" />
            <source>Open a workspace</source>
            <translation>Ouvrir un espace de travail</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/actions.py" />
            <source>None yet</source>
            <translation>Aucun pour l'instant</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/actions.py" />
            <source>The log of EO Embed is here.</source>
            <translation>Le journal d'EO Embed est ici.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source>Area of interest</source>
            <translation>Zone d'intérêt</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <source>&amp;Rectangle</source>
            <translation>&amp;Rectangle</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <source>Drag a rectangle on the map; Esc gives up</source>
            <translation>Faites glisser un rectangle sur la carte ; Échap abandonne</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <source>Poly&amp;gon</source>
            <translation>Pol&amp;ygone</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <source>Click the corners on the map; Backspace takes one back, a double or right click ends, Esc gives up</source>
            <translation>Cliquez sur la carte pour placer les sommets ; Retour arrière en retire un, un double-clic ou un clic droit termine, Échap abandonne</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <source>&amp;From</source>
            <translation>D&amp;epuis</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <source>Take the area from a polygon layer, the map's extent, or the whole raster</source>
            <translation>Prendre la zone d'une couche de polygones, de l'emprise de la carte ou de tout le raster</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <source>Zoom the map to the area</source>
            <translation>Zoomer la carte sur la zone</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <source>The whole raster</source>
            <translation>Tout le raster</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source>{origin}: {area}</source>
            <translation>{origin} : {area}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <source>Drawn on the map</source>
            <translation>Dessinée sur la carte</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <source>The map's &amp;extent</source>
            <translation>L'&amp;emprise de la carte</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <source>The &amp;whole raster</source>
            <translation>Tout le &amp;raster</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <source>Selected polygons of {layer}</source>
            <translation>Polygones sélectionnés de {layer}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <source>Polygons of {layer}</source>
            <translation>Polygones de {layer}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source>The map's extent</source>
            <translation>L'emprise de la carte</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_box.py" />
            <source>{layer} has no polygon to take as the area; choose another layer or draw one.</source>
            <translation>{layer} n'a aucun polygone à prendre comme zone ; choisissez une autre couche ou dessinez-en un.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>Estimated area of each class</source>
            <translation>Superficie estimée de chaque classe</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>Bar: estimated, with its interval. Dotted: counted on the map.</source>
            <translation>Barre : estimation, avec son intervalle. Pointillé : comptage sur la carte.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>Cop&amp;y</source>
            <translation>Cop&amp;ier</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>E&amp;xport CSV…</source>
            <translation>E&amp;xporter en CSV…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>{labelled} of {drawn} cells labelled, {how}; intervals of {level} by Olofsson et al. 2014.</source>
            <translation>{labelled} cellules étiquetées sur {drawn}, {how} ; intervalles à {level} selon Olofsson et al. 2014.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>{labelled} of {drawn} cells labelled, {how}; the map's own mean is {mean:.4g}.</source>
            <translation>{labelled} cellules étiquetées sur {drawn}, {how} ; la moyenne propre à la carte est {mean:.4g}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>User's</source>
            <translation>Utilisateur</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>Producer's</source>
            <translation>Producteur</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>Share of what is mapped so that is so, ± half of the interval</source>
            <translation>Part de ce qui est cartographié dans la classe et qui en est bien, ± demi-intervalle</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>Share of what is so that is mapped so, ± half of the interval</source>
            <translation>Part de ce qui est de la classe et qui est bien cartographié comme tel, ± demi-intervalle</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>Sampled cells that are so</source>
            <translation>Cellules échantillonnées qui sont de la classe</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>Export the estimate</source>
            <translation>Exporter l'estimation</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>Tables (*.csv)</source>
            <translation>Tables (*.csv)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>{path} cannot be written ({why}); choose another folder.</source>
            <translation>Impossible d'écrire {path} ({why}) ; choisissez un autre dossier.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>not known</source>
            <translation>inconnue</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/area_results.py" />
            <source>{name}: {value} {unit}, {low} to {high}; counted on the map: {counted}</source>
            <translation>{name} : {value} {unit}, de {low} à {high} ; comptée sur la carte : {counted}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/bars.py" />
            <source>Variance by principal component</source>
            <translation>Variance par composante principale</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/bars.py" />
            <source>Component {n}: {share:.1%} of the variance, {sum:.1%} with those before it</source>
            <translation>Composante {n} : {share:.1%} de la variance, {sum:.1%} avec celles qui la précèdent</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/bars.py" />
            <source>principal components</source>
            <translation>composantes principales</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source>Ground</source>
            <translation>Terrain</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source> m</source>
            <translation> m</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source>Side of a pixel on the ground</source>
            <translation>Côté d'un pixel au sol</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source>&amp;Pixel size</source>
            <translation>&amp;Taille de pixel</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source>&amp;CRS</source>
            <translation>&amp;SCR</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source>GeoTIFF (*.tif)</source>
            <translation>GeoTIFF (*.tif)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source>&amp;File</source>
            <translation>&amp;Fichier</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <location filename="../../eo_embed_plugin/gui/job_button.py" />
            <source>Progress</source>
            <translation>Progression</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source>What a web service may be used for is its owner's to say: many allow looking and forbid keeping copies or analysing them. Read its terms before you capture.</source>
            <translation>C'est au propriétaire d'un service web de dire à quoi il peut servir : beaucoup permettent de regarder et interdisent de conserver des copies ou de les analyser. Lisez ses conditions avant de capturer.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source>C&amp;apture</source>
            <translation>C&amp;apturer</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source>{columns} × {rows} pixels, at most {bytes} on disk</source>
            <translation>{columns} × {rows} pixels, au plus {bytes} sur le disque</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source>There is no folder {folder}; choose another file.</source>
            <translation>Le dossier {folder} n'existe pas ; choisissez un autre fichier.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source>&amp;Stop</source>
            <translation>A&amp;rrêter</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/capture_dialog.py" />
            <source>Captured to {path}.</source>
            <translation>Capturé dans {path}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/charts.py" />
            <source>What was taken for what</source>
            <translation>Ce qui a été pris pour quoi</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/charts.py" />
            <source>{n} of {of} chips of {true} were recognised.</source>
            <translation>{n} imagettes sur {of} de {true} ont été reconnues.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/charts.py" />
            <source>{n} of {of} chips of {true} were taken for {said}.</source>
            <translation>{n} imagettes sur {of} de {true} ont été prises pour {said}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/charts.py" />
            <source>taken for →</source>
            <translation>prédit →</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/charts.py" />
            <source>is ↓</source>
            <translation>réel ↓</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/charts.py" />
            <source>Score against the number of labels</source>
            <translation>Score selon le nombre d'étiquettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/charts.py" />
            <source>{n} labels, {split}: {mean:.2f} ({low:.2f} to {high:.2f})</source>
            <translation>{n} étiquettes, {split} : {mean:.2f} (de {low:.2f} à {high:.2f})</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/charts.py" />
            <source>labels to learn from</source>
            <translation>étiquettes pour apprendre</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/charts.py" />
            <source>{split}: {n} labels reach 95%</source>
            <translation>{split} : {n} étiquettes atteignent 95 %</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/charts.py" />
            <source>random folds</source>
            <translation>plis aléatoires</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/charts.py" />
            <source>blocks of ground</source>
            <translation>blocs de terrain</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>%v of %m labelled</source>
            <translation>%v sur %m étiquetées</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>Cells labelled</source>
            <translation>Cellules étiquetées</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>Value here, then Enter</source>
            <translation>Valeur ici, puis Entrée</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>Value of the cell</source>
            <translation>Valeur de la cellule</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>Pre&amp;vious</source>
            <translation>Pré&amp;cédente</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>Previous cell (M)</source>
            <translation>Cellule précédente (M)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>&amp;Next</source>
            <translation>&amp;Suivante</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>Next cell (N)</source>
            <translation>Cellule suivante (N)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>Next &amp;unlabelled</source>
            <translation>Suivante &amp;non étiquetée</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>Next cell without a label (U)</source>
            <translation>Cellule suivante sans étiquette (U)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>C&amp;lear</source>
            <translation>E&amp;ffacer</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>Take the label away (0)</source>
            <translation>Retirer l'étiquette (0)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>Cen&amp;tre</source>
            <translation>Cen&amp;trer</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>Back to the cell</source>
            <translation>Revenir à la cellule</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>Leave; go on another time</source>
            <translation>Quitter ; reprendre une autre fois</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>Label what you see in the outlined cell. The maps are hidden, so that they do not sway you.</source>
            <translation>Étiquetez ce que vous voyez dans la cellule entourée. Les cartes sont masquées, afin de ne pas vous influencer.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>Cell {n} of {of}</source>
            <translation>Cellule {n} sur {of}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>All labelled: go on to the estimate</source>
            <translation>Tout est étiqueté : passer à l'estimation</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_panel.py" />
            <source>Label the cell {name}</source>
            <translation>Étiqueter la cellule {name}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>How good is the map? A check sample</source>
            <translation>Que vaut la carte ? Un échantillon de contrôle</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>Clicked labels cannot tell how good a map is. A random sample of its cells can, if you label them without looking at the map.</source>
            <translation>Des étiquettes posées par clics ne peuvent pas dire ce que vaut une carte. Un échantillon aléatoire de ses cellules le peut, si vous les étiquetez sans regarder la carte.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>Sample</source>
            <translation>Échantillon</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>&amp;Draw the sample</source>
            <translation>T&amp;irer l'échantillon</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>Leave out cells that could not be seen</source>
            <translation>Écarter les cellules qui n'ont pas pu être vues</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>They then count as like the others of their stratum</source>
            <translation>Elles comptent alors comme les autres de leur strate</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>&amp;Estimate areas and accuracy</source>
            <translation>Esti&amp;mer superficies et exactitude</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>{name}: {labelled} of {n} cells labelled</source>
            <translation>{name} : {labelled} cellules étiquetées sur {n}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>New sample…</source>
            <translation>Nouvel échantillon…</translation>
        </message>
        <message numerus="yes">
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>Go on &amp;labelling: %n cell(s) left</source>
            <translation>
                <numerusform>Continuer l'éti&amp;quetage : %n cellule restante</numerusform>
                <numerusform>Continuer l'éti&amp;quetage : %n cellules restantes</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>&amp;Label the cells</source>
            <translation>Éti&amp;queter les cellules</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>&amp;Look through the labels</source>
            <translation>Revoir les éti&amp;quettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>Label all cells first, or leave out those left</source>
            <translation>Étiquetez d'abord toutes les cellules, ou écartez celles qui restent</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>The sample's labels have changed since; estimate again.</source>
            <translation>Les étiquettes de l'échantillon ont changé depuis ; refaites l'estimation.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>Drew {n} cells, {how}: label them without looking at the map.</source>
            <translation>{n} cellules tirées, {how} : étiquetez-les sans regarder la carte.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>Stratified by the map's classes</source>
            <translation>Stratifié par les classes de la carte</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>Simple random</source>
            <translation>Aléatoire simple</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>Strata see to it that rare classes get some cells</source>
            <translation>Les strates assurent quelques cellules aux classes rares</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>As precise as wanted</source>
            <translation>Selon la précision voulue</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>Standard error of the map's overall accuracy; twice it is the interval's half</source>
            <translation>Erreur type de l'exactitude globale de la carte ; le double est la moitié de l'intervalle</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>How often you think the map is right, in each class</source>
            <translation>À quelle fréquence vous pensez que la carte est juste, dans chaque classe</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>&amp;Map</source>
            <translation>&amp;Carte</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>Desi&amp;gn</source>
            <translation>P&amp;lan</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>&amp;Size</source>
            <translation>&amp;Taille</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>C&amp;ells</source>
            <translation>C&amp;ellules</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>Standard e&amp;rror</source>
            <translation>Erreur t&amp;ype</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <source>Right e&amp;xpected</source>
            <translation>E&amp;xactitude attendue</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/check_section.py" />
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>&amp;Name</source>
            <translation>&amp;Nom</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chip_picker.py" />
            <source>Pick chips</source>
            <translation>Choisir des imagettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>Side of a chip</source>
            <translation>Côté d'une imagette</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>pixels</source>
            <translation>pixels</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>metres</source>
            <translation>mètres</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>Unit of size and stride</source>
            <translation>Unité de la taille et du pas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>From the edge of one chip to that of the next</source>
            <translation>Du bord d'une imagette à celui de la suivante</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>as &amp;size</source>
            <translation>comme la t&amp;aille</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>Chips lie side by side; a smaller stride makes them overlap</source>
            <translation>Les imagettes se touchent ; un pas plus petit les fait se recouvrir</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>S&amp;tride</source>
            <translation>&amp;Pas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>centre inside</source>
            <translation>centre à l'intérieur</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>any part inside</source>
            <translation>une partie à l'intérieur</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>wholly inside</source>
            <translation>entièrement à l'intérieur</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>Which chips at the edge of the area are taken</source>
            <translation>Quelles imagettes au bord de la zone sont prises</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>At the &amp;edge</source>
            <translation>Au &amp;bord</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>Chips with less valid ground than this are left out</source>
            <translation>Les imagettes ayant moins de terrain valide que cela sont écartées</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>&amp;Valid at least</source>
            <translation>Part &amp;valide minimale</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>Show the &amp;grid on the map</source>
            <translation>Afficher la &amp;grille sur la carte</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>A new folder is made for the workspace</source>
            <translation>Un nouveau dossier est créé pour l'espace de travail</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>&amp;Workspace</source>
            <translation>&amp;Espace de travail</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>Create workspace</source>
            <translation>Créer l'espace de travail</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>needs imagery</source>
            <translation>il faut de l'imagerie</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>counting…</source>
            <translation>comptage…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <location filename="../../eo_embed_plugin/gui/scatter.py" />
            <source>{n} chips</source>
            <translation>{n} imagettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>Cut chips anew</source>
            <translation>Redécouper les imagettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>Continue with embedding</source>
            <translation>Continuer vers les plongements</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>{n} chips of {side} m</source>
            <translation>{n} imagettes de {side} m</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>{n} labels belong to these chips; make another workspace for chips of another size.</source>
            <translation>{n} étiquettes appartiennent à ces imagettes ; créez un autre espace de travail pour des imagettes d'une autre taille.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>Chips of another size have to be embedded anew.</source>
            <translation>Les plongements d'imagettes d'une autre taille doivent être recalculés.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>&lt;b&gt;{n} chips&lt;/b&gt; of {size} pixels, {ground} m on the ground</source>
            <translation>&lt;b&gt;{n} imagettes&lt;/b&gt; de {size} pixels, {ground} m au sol</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>{area}, about {bytes} of embeddings</source>
            <translation>{area}, environ {bytes} de plongements</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>about {time} to embed</source>
            <translation>environ {time} pour calculer les plongements</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>By the default model: 512 values a chip, as fast as it was on this machine last; step 3 measures any model</source>
            <translation>Avec le modèle par défaut : 512 valeurs par imagette, aussi vite que la dernière fois sur cette machine ; l'étape 3 mesure tout modèle</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>Choose a folder for the workspace.</source>
            <translation>Choisissez un dossier pour l'espace de travail.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>{folder} is a workspace already; open it, or choose another folder.</source>
            <translation>{folder} est déjà un espace de travail ; ouvrez-le, ou choisissez un autre dossier.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/chips_step.py" />
            <source>Creating…</source>
            <translation>Création…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/class_table.py" />
            <source>Key</source>
            <translation>Touche</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/class_table.py" />
            <source>{name} has {n} labels; clear or relabel them before the class is removed.</source>
            <translation>{name} a {n} étiquettes ; effacez-les ou changez-les avant de supprimer la classe.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/class_table.py" />
            <source>Double-click to rename</source>
            <translation>Double-cliquez pour renommer</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/class_table.py" />
            <source>There is a class {name} already.</source>
            <translation>Il y a déjà une classe {name}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/class_table.py" />
            <source>Colour of the class</source>
            <translation>Couleur de la classe</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/class_table.py" />
            <source>Colour of {name}</source>
            <translation>Couleur de {name}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/class_table.py" />
            <source>Click to change the colour of {name}</source>
            <translation>Cliquez pour changer la couleur de {name}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>Clusters</source>
            <translation>Groupes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>&amp;Find clusters</source>
            <translation>&amp;Former les groupes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>&amp;Nearest only</source>
            <translation>Seulement les plus proc&amp;hes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>Chips nearest to the cluster's centre</source>
            <translation>Imagettes les plus proches du centre du groupe</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>&amp;Show typical chips</source>
            <translation>Montrer les imagettes t&amp;ypiques</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>La&amp;bel the cluster</source>
            <translation>É&amp;tiqueter le groupe</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>C&amp;lusters</source>
            <translation>Nom&amp;bre de groupes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>Cl&amp;uster</source>
            <translation>&amp;Groupe</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>&amp;As</source>
            <translation>Comm&amp;e</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>A cluster is no class: look at its typical chips first. Labels given by hand are kept, and scores on labels from clusters say how well a head learnt the clusters, not the ground.</source>
            <translation>Un groupe n'est pas une classe : regardez d'abord ses imagettes typiques. Les étiquettes posées à la main sont conservées, et des scores sur des étiquettes issues de groupes disent si une tête a bien appris les groupes, pas le terrain.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>Embed the chips first</source>
            <translation>Calculez d'abord les plongements des imagettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>Name classes in the Label step first</source>
            <translation>Nommez d'abord des classes à l'étape Étiquetage</translation>
        </message>
        <message numerus="yes">
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>{number}: %n chip(s)</source>
            <translation>
                <numerusform>{number} : %n imagette</numerusform>
                <numerusform>{number} : %n imagettes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>%n clusters</source>
            <translation>
                <numerusform>%n groupe</numerusform>
                <numerusform>%n groupes</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>; silhouette {s:.2f} (1: well apart)</source>
            <translation>, silhouette {s:.2f} (1 : bien séparés)</translation>
        </message>
        <message numerus="yes">
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>%n chip(s) of the cluster labelled</source>
            <translation>
                <numerusform>%n imagette du groupe étiquetée</numerusform>
                <numerusform>%n imagettes du groupe étiquetées</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../eo_embed_plugin/gui/cluster_box.py" />
            <source>; %n label(s) given by hand kept</source>
            <translation>
                <numerusform>, %n étiquette posée à la main conservée</numerusform>
                <numerusform>, %n étiquettes posées à la main conservées</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>Data</source>
            <translation>Données</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>&amp;Add…</source>
            <translation>&amp;Ajouter…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>Add raster files; they can be dropped on the table, too</source>
            <translation>Ajouter des fichiers raster ; on peut aussi les déposer sur le tableau</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>&amp;Web layer</source>
            <translation>Couche &amp;web</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>Save a WMS or tile layer of the project as a GeoTIFF of the area</source>
            <translation>Enregistrer une couche WMS ou tuilée du projet en GeoTIFF de la zone</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>&amp;Join</source>
            <translation>Re&amp;grouper</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>Make one source of the selected ones: bands in separate files</source>
            <translation>Faire une seule source de celles sélectionnées : bandes dans des fichiers séparés</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>Make a source of each file of the selected one</source>
            <translation>Faire une source de chaque fichier de celle sélectionnée</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>Take the selected sources out</source>
            <translation>Retirer les sources sélectionnées</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>Area of the workspace</source>
            <translation>Zone de l'espace de travail</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>a file of {name} is missing</source>
            <translation>il manque un fichier de {name}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>Continue with chips</source>
            <translation>Continuer vers les imagettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>A web layer is a picture: save the ground that matters as a file first, with Web layer.</source>
            <translation>Une couche web est une image : enregistrez d'abord dans un fichier le terrain qui compte, avec Couche web.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>Load a raster into the project, drop files on the table, or add them.</source>
            <translation>Chargez un raster dans le projet, déposez des fichiers sur le tableau, ou ajoutez-les.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>Tick the imagery to use. Open a row to see its bands; double-click a name to change it.</source>
            <translation>Cochez l'imagerie à utiliser. Ouvrez une ligne pour voir ses bandes ; double-cliquez sur un nom pour le changer.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>Rasters (*.tif *.tiff *.vrt *.jp2 *.img *.nc *.png *.jpg);;All files (*)</source>
            <translation>Rasters (*.tif *.tiff *.vrt *.jp2 *.img *.nc *.png *.jpg);;Tous les fichiers (*)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>Add imagery</source>
            <translation>Ajouter de l'imagerie</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>Capture {layer}…</source>
            <translation>Capturer {layer}…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/data_step.py" />
            <source>No WMS or tile layer in the project</source>
            <translation>Aucune couche WMS ou tuilée dans le projet</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/details_dialog.py" />
            <source>EO Embed: details</source>
            <translation>EO Embed : détails</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/diagnostics_dialog.py" />
            <source>EO Embed: diagnostics</source>
            <translation>EO Embed : diagnostic</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/diagnostics_dialog.py" />
            <source>Please send this with a question or a report of an error. Passwords, tokens and the path of your home folder are left out; read it before you send it.</source>
            <translation>Veuillez joindre ceci à une question ou à un signalement d'erreur. Les mots de passe, les jetons et le chemin de votre dossier personnel n'y figurent pas ; relisez-le avant de l'envoyer.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/diagnostics_dialog.py" />
            <source>Diagnostics</source>
            <translation>Diagnostic</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/diagnostics_dialog.py" />
            <source>&amp;Copy</source>
            <translation>&amp;Copier</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/diagnostics_dialog.py" />
            <source>&amp;Refresh</source>
            <translation>&amp;Actualiser</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/diagnostics_dialog.py" />
            <source>Copied.</source>
            <translation>Copié.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/dock.py" />
            <location filename="../../eo_embed_plugin/plugin.py" />
            <source>EO Embed</source>
            <translation>EO Embed</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/dock.py" />
            <source>Workspace menu</source>
            <translation>Menu Espace de travail</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/dock.py" />
            <source>No workspace yet</source>
            <translation>Pas encore d'espace de travail</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/dock.py" />
            <location filename="../../eo_embed_plugin/gui/job_button.py" />
            <source>Stop</source>
            <translation>Arrêter</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/dock.py" />
            <source>Stop what is under way</source>
            <translation>Arrêter ce qui est en cours</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/dock.py" />
            <source>Restart</source>
            <translation>Redémarrer</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/dock.py" />
            <source>Restart the worker</source>
            <translation>Redémarrer le processus de calcul</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/dock.py" />
            <source>Working…</source>
            <translation>Calcul en cours…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/dock.py" />
            <source>The worker is not running</source>
            <translation>Le processus de calcul ne tourne pas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/dock.py" />
            <source>The worker is starting…</source>
            <translation>Le processus de calcul démarre…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/dock.py" />
            <source>The worker stopped and is starting again…</source>
            <translation>Le processus de calcul s'est arrêté et redémarre…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/dock.py" />
            <source>The worker does not run: see Environment… in the Workspace menu</source>
            <translation>Le processus de calcul ne fonctionne pas : voir Environnement… dans le menu Espace de travail</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/dock.py" />
            <source>Ready on {device}</source>
            <translation>Prêt sur {device}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/dock.py" />
            <source>the CPU</source>
            <translation>le CPU</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/dock.py" />
            <location filename="../../eo_embed_plugin/gui/embed_words.py" />
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>{time} left</source>
            <translation>encore {time}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/draft.py" />
            <source>choose imagery</source>
            <translation>choisissez de l'imagerie</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/draft.py" />
            <source>{name} cannot be read</source>
            <translation>impossible de lire {name}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/draft.py" />
            <source>reading the imagery…</source>
            <translation>lecture de l'imagerie…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Embed</source>
            <translation>Plongements</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>&amp;Train a model of your own…</source>
            <translation>Entraîner votre propre &amp;modèle…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Learn from these chips, without labels or with them, by the methods of papers</source>
            <translation>Apprendre de ces imagettes, avec ou sans étiquettes, par les méthodes d'articles publiés</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Sources to embed</source>
            <translation>Sources à traiter</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Each source is embedded by itself; their vectors are used side by side</source>
            <translation>Les plongements de chaque source sont calculés séparément ; leurs vecteurs sont utilisés côte à côte</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>&amp;Sources</source>
            <translation>&amp;Sources</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>&amp;Device</source>
            <translation>&amp;Périphérique</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Precision and batch</source>
            <translation>Précision et lot</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>the fastest that keeps the quality</source>
            <translation>la plus rapide qui préserve la qualité</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>&amp;Precision</source>
            <translation>P&amp;récision</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>automatic</source>
            <translation>automatique</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Chips at once; halved by itself where memory does not suffice</source>
            <translation>Imagettes traitées à la fois ; divisé par deux automatiquement si la mémoire ne suffit pas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>&amp;Batch</source>
            <translation>&amp;Lot</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>&amp;Estimate</source>
            <translation>&amp;Estimer</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Embed a few chips to see how long it will take; nothing is kept</source>
            <translation>Traiter quelques imagettes pour voir combien de temps cela prendra ; rien n'est conservé</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Embedded</source>
            <translation>Plongements calculés</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Pausing once the chips under way are kept…</source>
            <translation>Pause dès que les imagettes en cours seront enregistrées…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Starting…</source>
            <translation>Démarrage…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Pause</source>
            <translation>Pause</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>starting…</source>
            <translation>démarrage…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Embed {n} chips</source>
            <translation>Calculer les plongements de {n} imagettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>nothing is embedded yet</source>
            <translation>aucun plongement pour l'instant</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Embed again</source>
            <translation>Recalculer les plongements</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>{name} has changed since</source>
            <translation>{name} a changé depuis</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Embed with this model</source>
            <translation>Calculer avec ce modèle</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Resume</source>
            <translation>Reprendre</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Embed {name}</source>
            <translation>Calculer les plongements de {name}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Continue with labels</source>
            <translation>Continuer vers l'étiquetage</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <source>Measuring on a few chips…</source>
            <translation>Mesure sur quelques imagettes…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>Automatic: {device}</source>
            <translation>Automatique : {device}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_step.py" />
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>Automatic</source>
            <translation>Automatique</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_words.py" />
            <source>{name}, {memory}</source>
            <translation>{name}, {memory}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_words.py" />
            <source>{name}, {free} of {memory} free</source>
            <translation>{name}, {free} libres sur {memory}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_words.py" />
            <source>Nothing is left to embed.</source>
            <translation>Il ne reste aucun plongement à calculer.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_words.py" />
            <source>{time} for {chips} chips at {rate}/s on {device}, {bytes} on disk</source>
            <translation>{time} pour {chips} imagettes à {rate}/s sur {device}, {bytes} sur le disque</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_words.py" />
            <source>A file of {name} has changed since it was embedded; embedding starts anew for it.</source>
            <translation>Un fichier de {name} a changé depuis le calcul de ses plongements ; pour cette source, le calcul repart de zéro.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_words.py" />
            <source>{done} of {total} chips are there; the rest is embedded on top of them.</source>
            <translation>{done} imagettes sur {total} sont là ; le reste viendra s'y ajouter.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_words.py" />
            <source>{name}: {model}, {dim} values for each of {chips} chips</source>
            <translation>{name} : {model}, {dim} valeurs pour chacune des {chips} imagettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/embed_words.py" />
            <source>{n} chips by {model}</source>
            <translation>{n} imagettes par {model}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>EO Embed: environment</source>
            <translation>EO Embed : environnement</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>Where the packages come from</source>
            <translation>D'où viennent les paquets</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>EO Embed computes in a Python of its own, apart from that of QGIS, which stays as it is. It lies in one folder, and can be deleted here at any time.</source>
            <translation>EO Embed calcule dans un Python à lui, séparé de celui de QGIS, qui reste tel quel. Il tient dans un seul dossier et peut être supprimé ici à tout moment.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>&amp;Download them (recommended)</source>
            <translation>&amp;Télécharger les paquets (recommandé)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>From a &amp;folder of wheels, without a network</source>
            <translation>Depuis un &amp;dossier de paquets (wheels), sans réseau</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>The folder holds the wheels of all packages, and uv's.</source>
            <translation>Le dossier contient tous les paquets (wheels), y compris celui d'uv.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>&amp;Use a Python that is here already</source>
            <translation>Utiliser un &amp;Python déjà présent</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>It must have all packages. It is tried and used as it is; nothing is installed in it.</source>
            <translation>Il doit avoir tous les paquets. Il est essayé et utilisé tel quel ; rien n'y est installé.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>Advanced</source>
            <translation>Avancé</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>F&amp;older of the environment</source>
            <translation>D&amp;ossier de l'environnement</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>Package &amp;index</source>
            <translation>&amp;Index de paquets</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>found, or downloaded</source>
            <translation>trouvé, ou téléchargé</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>Proxy and certificates are those of QGIS: Settings &gt; Options &gt; Network, and &gt; Authentication.</source>
            <translation>Le proxy et les certificats sont ceux de QGIS : Préférences &gt; Options &gt; Réseau, et &gt; Authentification.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>De&amp;tails</source>
            <translation>Détai&amp;ls</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>What was done</source>
            <translation>Ce qui a été fait</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>&amp;Test</source>
            <translation>Te&amp;ster</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>&amp;Repair…</source>
            <translation>&amp;Réparer…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>Remo&amp;ve…</source>
            <translation>Suppri&amp;mer…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>&amp;Show</source>
            <translation>A&amp;fficher</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>&amp;Cancel</source>
            <translation>A&amp;nnuler</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>Close</source>
            <translation>Fermer</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>Load all packages, make embeddings of a small picture, try each device</source>
            <translation>Charger tous les paquets, calculer les plongements d'une petite image, essayer chaque périphérique</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>Delete the environment and its downloads, and make it anew</source>
            <translation>Supprimer l'environnement et ses téléchargements, puis le recréer</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>Delete the environment and its downloads</source>
            <translation>Supprimer l'environnement et ses téléchargements</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>Show the environment's folder</source>
            <translation>Afficher le dossier de l'environnement</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>Stop; what was downloaded is kept</source>
            <translation>Arrêter ; ce qui a été téléchargé est conservé</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>The environment and its downloads are deleted and made anew, which may download some gigabytes. Repair it?</source>
            <translation>L'environnement et ses téléchargements vont être supprimés puis recréés, ce qui peut télécharger quelques gigaoctets. Le réparer ?</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>The environment in {folder} is deleted, with its downloads. Your workspaces stay. Delete it?</source>
            <translation>L'environnement dans {folder} va être supprimé, avec ses téléchargements. Vos espaces de travail restent. Le supprimer ?</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>You can close this window and go on with QGIS meanwhile.</source>
            <translation>Vous pouvez fermer cette fenêtre et continuer avec QGIS pendant ce temps.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>Us&amp;e it</source>
            <translation>L'utilis&amp;er</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>Cr&amp;eate</source>
            <translation>Cré&amp;er</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>Go o&amp;n</source>
            <translation>&amp;Continuer</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>&amp;Update</source>
            <translation>Mettre à &amp;jour</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>Make it an&amp;ew</source>
            <translation>Recré&amp;er</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_dialog.py" />
            <source>Install from th&amp;ese</source>
            <translation>Inst&amp;aller depuis ceux-ci</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_words.py" />
            <source>The environment is ready</source>
            <translation>L'environnement est prêt</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_words.py" />
            <source>EO Embed needs its environment</source>
            <translation>EO Embed a besoin de son environnement</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_words.py" />
            <source>The environment is not complete</source>
            <translation>L'environnement est incomplet</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_words.py" />
            <source>This Python has not been tried yet</source>
            <translation>Ce Python n'a pas encore été essayé</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_words.py" />
            <source>The environment is out of date</source>
            <translation>L'environnement n'est plus à jour</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_words.py" />
            <source>The environment does not work</source>
            <translation>L'environnement ne fonctionne pas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_words.py" />
            <source>The environment is being made</source>
            <translation>Création de l'environnement en cours</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_words.py" />
            <source>The environment is being made anew</source>
            <translation>Recréation de l'environnement en cours</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_words.py" />
            <source>The Python is being tried</source>
            <translation>Essai du Python en cours</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_words.py" />
            <source>The environment is being tried</source>
            <translation>Essai de l'environnement en cours</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_words.py" />
            <source>The environment is being deleted</source>
            <translation>Suppression de l'environnement en cours</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_words.py" />
            <source>It will be made in {folder}, where {free} are free.</source>
            <translation>Il sera créé dans {folder}, où {free} sont libres.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_words.py" />
            <source>It was stopped on its way. What was downloaded is kept in {folder}.</source>
            <translation>La création a été interrompue. Ce qui a été téléchargé est conservé dans {folder}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_words.py" />
            <source>This version of EO Embed needs other packages; only those are downloaded.</source>
            <translation>Cette version d'EO Embed demande d'autres paquets ; eux seuls sont téléchargés.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_words.py" />
            <source>Files of it in {folder} are gone or damaged.</source>
            <translation>Des fichiers de l'environnement dans {folder} ont disparu ou sont endommagés.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/environment_words.py" />
            <source>About 0.6 GB to download and 2 GB on the disk; with the libraries for NVIDIA GPUs 3 GB and 7 GB. The build of PyTorch for this machine is chosen by itself. It takes some minutes, can be stopped, and goes on from there.</source>
            <translation>Environ 0,6 Go à télécharger et 2 Go sur le disque ; avec les bibliothèques pour GPU NVIDIA, 3 Go et 7 Go. La version de PyTorch pour cette machine est choisie automatiquement. Cela prend quelques minutes, peut être interrompu, et reprend là où cela s'était arrêté.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>&amp;Show chips</source>
            <translation>&amp;Afficher les imagettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>&amp;Zoom to them</source>
            <translation>&amp;Zoomer dessus</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>Show the s&amp;pectrum</source>
            <translation>Afficher le s&amp;pectre</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>Select by a rectangle: drag; Shift adds, Ctrl takes away</source>
            <translation>Sélectionner par rectangle : faites glisser ; Maj ajoute, Ctrl retire</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>Select by a lasso: drag; Shift adds, Ctrl takes away</source>
            <translation>Sélectionner au lasso : faites glisser ; Maj ajoute, Ctrl retire</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>Click chips on the map to find their points; Shift adds</source>
            <translation>Cliquez sur des imagettes de la carte pour trouver leurs points ; Maj ajoute</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>Show all points (Home); the wheel goes nearer</source>
            <translation>Afficher tous les points (Début) ; la molette rapproche</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>PCA: main directions</source>
            <translation>ACP : directions principales</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>t-SNE: neighbours</source>
            <translation>t-SNE : voisinages</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>At most so many: labelled chips come first, others at random; t-SNE is faster with fewer</source>
            <translation>Au plus autant : les imagettes étiquetées d'abord, les autres au hasard ; t-SNE est plus rapide avec moins</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>&amp;View</source>
            <translation>&amp;Vue</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>Ch&amp;ips</source>
            <translation>&amp;Imagettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>&amp;Colour</source>
            <translation>&amp;Couleur</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>How many directions hold the variance</source>
            <translation>Combien de directions portent la variance</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>The embeddings are others now: show the chips again.</source>
            <translation>Les plongements ont changé : affichez à nouveau les imagettes.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>UMAP: neighbours</source>
            <translation>UMAP : voisinages</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <location filename="../../eo_embed_plugin/live.py" />
            <source>Live map</source>
            <translation>Carte en direct</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>Map {name}</source>
            <translation>Carte {name}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>Cluster</source>
            <translation>Groupe</translation>
        </message>
        <message numerus="yes">
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>%n chip(s) selected</source>
            <translation>
                <numerusform>%n imagette sélectionnée</numerusform>
                <numerusform>%n imagettes sélectionnées</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>Drag over points to select chips</source>
            <translation>Faites glisser sur des points pour sélectionner des imagettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>How far apart points are tells how unlike the chips are along these two directions.</source>
            <translation>La distance entre les points dit à quel point les imagettes diffèrent selon ces deux directions.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>Only who lies beside whom means something: not axes, sizes of groups, or gaps.</source>
            <translation>Seul compte qui est voisin de qui : ni les axes, ni la taille des groupes, ni les vides n'ont de sens.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/explore_page.py" />
            <source>{n90} directions hold 90% of the variance, {n95} hold 95%. A few dozen labels can teach a head a few dozen directions.</source>
            <translation>{n90} directions portent 90 % de la variance, {n95} en portent 95 %. Quelques dizaines d'étiquettes peuvent apprendre à une tête quelques dizaines de directions.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/figures.py" />
            <source>Figures of each class</source>
            <translation>Chiffres de chaque classe</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/figures.py" />
            <source>F1</source>
            <translation>F1</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/figures.py" />
            <source>n</source>
            <translation>n</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/figures.py" />
            <source>Share of the chips that were taken for it that are it</source>
            <translation>Part des imagettes prises pour elle qui en sont</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/figures.py" />
            <source>Share of its chips that were recognised</source>
            <translation>Part de ses imagettes qui ont été reconnues</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/figures.py" />
            <source>Both in one figure: their harmonic mean</source>
            <translation>Les deux en un seul chiffre : leur moyenne harmonique</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/figures.py" />
            <source>Chips judged on</source>
            <translation>Imagettes ayant servi à juger</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/grid_preview.py" />
            <source>{n} chips: zoom in to see them</source>
            <translation>{n} imagettes : zoomez pour les voir</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/ground.py" />
            <source>{n} km²</source>
            <translation>{n} km²</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/ground.py" />
            <source>{n} ha</source>
            <translation>{n} ha</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/ground.py" />
            <source>{n} m²</source>
            <translation>{n} m²</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/ground.py" />
            <source>{n} s</source>
            <translation>{n} s</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/ground.py" />
            <source>{n} min</source>
            <translation>{n} min</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/ground.py" />
            <source>{h} h {m} min</source>
            <translation>{h} h {m} min</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>What to label next</source>
            <translation>Quoi étiqueter ensuite</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>&amp;Back</source>
            <translation>&amp;Retour</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>Back to the chip before (M)</source>
            <translation>Revenir à l'imagette précédente (M)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>&amp;Unlabelled</source>
            <translation>&amp;Non étiquetée</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>To the next chip without a label, in reading order (U)</source>
            <translation>À l'imagette suivante sans étiquette, dans l'ordre de lecture (U)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>Simila&amp;r</source>
            <translation>&amp;Semblables</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>Show where it looks like this chip (S); Shift+S adds an example, X one that is not</source>
            <translation>Montrer où cela ressemble à cette imagette (S) ; Maj+S ajoute un exemple, X un contre-exemple</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>After each label, &amp;go on to the next</source>
            <translation>Après chaque étiquette, &amp;passer à la suivante</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>&amp;Next suggestion</source>
            <translation>Suggestion sui&amp;vante</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>To the chip whose label teaches most (N); then press the key of its class</source>
            <translation>À l'imagette dont l'étiquette apprend le plus (N) ; appuyez ensuite sur la touche de sa classe</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>Click a chip and type its number; right click clears.</source>
            <translation>Cliquez sur une imagette et tapez son nombre ; le clic droit efface.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>Press &lt;b&gt;1&lt;/b&gt;–&lt;b&gt;9&lt;/b&gt; for a class, click or drag over chips; right click clears.</source>
            <translation>Appuyez sur &lt;b&gt;1&lt;/b&gt;–&lt;b&gt;9&lt;/b&gt; pour une classe, cliquez ou faites glisser sur des imagettes ; le clic droit efface.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>Type its number with Enter.</source>
            <translation>Tapez son nombre, puis Entrée.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>Press the key of its class.</source>
            <translation>Appuyez sur la touche de sa classe.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>One of the chips that stand for the scene.</source>
            <translation>Une des imagettes qui représentent la scène.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>The head guesses {name}, {share} unsure.</source>
            <translation>Le modèle final propose {name}, incertain à {share}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <source>The head says {value} ± {spread}.</source>
            <translation>Le modèle final dit {value} ± {spread}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/guidance.py" />
            <location filename="../../eo_embed_plugin/gui/label_canvas.py" />
            <source>Chip {chip}</source>
            <translation>Imagette {chip}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>What learns from the labels and maps the rest</source>
            <translation>Ce qui apprend des étiquettes et cartographie le reste</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>&amp;Head</source>
            <translation>&amp;Tête</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>More options</source>
            <translation>Plus d'options</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>Random forest</source>
            <translation>Forêt aléatoire</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>Ridge regression</source>
            <translation>Régression ridge</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>Logistic regression</source>
            <translation>Régression logistique</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>Nearest neighbours</source>
            <translation>Plus proches voisins</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>Trees</source>
            <translation>Arbres</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>Depth</source>
            <translation>Profondeur</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>Penalty</source>
            <translation>Pénalité</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>Penalties tried</source>
            <translation>Pénalités essayées</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>Looseness (C)</source>
            <translation>Souplesse (C)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>Neighbours</source>
            <translation>Voisins</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>Steps at most</source>
            <translation>Itérations au plus</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>Class weights</source>
            <translation>Poids des classes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>Threads</source>
            <translation>Fils d'exécution</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>whole trees</source>
            <translation>arbres entiers</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>chosen by cross-validation</source>
            <translation>choisie par validation croisée</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>each label counts the same</source>
            <translation>chaque étiquette compte autant</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>each class counts the same</source>
            <translation>chaque classe compte autant</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/head_options.py" />
            <source>one per core</source>
            <translation>un par cœur</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/help_dialog.py" />
            <source>EO Embed: help</source>
            <translation>EO Embed : aide</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/help_dialog.py" />
            <source>Back</source>
            <translation>Retour</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/help_dialog.py" />
            <source>&amp;Contents</source>
            <translation>&amp;Sommaire</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/help_dialog.py" />
            <source>The page {name} is not part of this installation.</source>
            <translation>La page {name} ne fait pas partie de cette installation.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_canvas.py" />
            <location filename="../../eo_embed_plugin/gui/scatter.py" />
            <source>no label</source>
            <translation>sans étiquette</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_canvas.py" />
            <source>labelled {name}</source>
            <translation>étiquetée {name}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_canvas.py" />
            <source>the map says {name}</source>
            <translation>la carte dit {name}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_canvas.py" />
            <source>the map says {name} ± {spread:.2g}</source>
            <translation>la carte dit {name} ± {spread:.2g}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_canvas.py" />
            <source>the map says {name}, {share:.0%} unsure</source>
            <translation>la carte dit {name}, incertaine à {share:.0%}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>Labels from a layer</source>
            <translation>Étiquettes depuis une couche</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>Choose a file instead</source>
            <translation>Choisir plutôt un fichier</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>Class that takes most of the chip</source>
            <translation>Classe qui occupe la plus grande part de l'imagette</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>Share of a class in the chip (a number)</source>
            <translation>Part d'une classe dans l'imagette (un nombre)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>Mean of the values in the chip (a number)</source>
            <translation>Moyenne des valeurs dans l'imagette (un nombre)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>Below or above the median of all chips</source>
            <translation>Au-dessous ou au-dessus de la médiane de toutes les imagettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>empty: any polygon</source>
            <translation>vide : n'importe quel polygone</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>A chip is labelled where its class takes at least this much of it</source>
            <translation>Une imagette est étiquetée si sa classe en occupe au moins cette part</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>Label the chips</source>
            <translation>Étiqueter les imagettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>&amp;Layer</source>
            <translation>&amp;Couche</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>&amp;Field</source>
            <translation>C&amp;hamp</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>&amp;Rule</source>
            <translation>&amp;Règle</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>&amp;Class</source>
            <translation>C&amp;lasse</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>Least &amp;share</source>
            <translation>Part &amp;minimale</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>&amp;Target</source>
            <translation>C&amp;ible</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>Labels given by hand stay; labels imported for this target before are replaced.</source>
            <translation>Les étiquettes posées à la main restent ; celles importées auparavant pour cette cible sont remplacées.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>Choose a layer, or a file by the button beside it.</source>
            <translation>Choisissez une couche, ou un fichier par le bouton à côté.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>{layer} is no file of this machine; save it to one, then choose that.</source>
            <translation>{layer} n'est pas un fichier de cette machine ; enregistrez-la dans un fichier, puis choisissez celui-ci.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>{layer} has edits that are not saved; save them first.</source>
            <translation>{layer} a des modifications non enregistrées ; enregistrez-les d'abord.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>Choose the field that holds the classes or values.</source>
            <translation>Choisissez le champ qui contient les classes ou les valeurs.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>Give the target a name: cover, crops, height…</source>
            <translation>Donnez un nom à la cible : occupation, cultures, hauteur…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>{n} chips labelled for {target}.</source>
            <translation>{n} imagettes étiquetées pour {target}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_from_dialog.py" />
            <source>Labels from a file</source>
            <translation>Étiquettes depuis un fichier</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>Label on the map: click, drag, right click clears</source>
            <translation>Étiqueter sur la carte : cliquez, faites glisser, le clic droit efface</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>&amp;Label</source>
            <translation>É&amp;tiqueter</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>Add a class</source>
            <translation>Ajouter une classe</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>Remove the class in hand, which no chip has</source>
            <translation>Supprimer la classe en main, qu'aucune imagette ne porte</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>Move the class up: its key follows</source>
            <translation>Monter la classe : sa touche suit</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>Move the class down: its key follows</source>
            <translation>Descendre la classe : sa touche suit</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>Labels from a layer or file…</source>
            <translation>Étiquettes depuis une couche ou un fichier…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>Li&amp;ve map</source>
            <translation>Carte en &amp;direct</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>Make the map anew after each label</source>
            <translation>Refaire la carte après chaque étiquette</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <location filename="../../eo_embed_plugin/live.py" />
            <source>needs embeddings first</source>
            <translation>il faut d'abord des plongements</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>labelling…</source>
            <translation>étiquetage…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <location filename="../../eo_embed_plugin/live.py" />
            <source>label a first chip</source>
            <translation>étiquetez une première imagette</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>{n} labels</source>
            <translation>{n} étiquettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>{n} labels in {k} classes</source>
            <translation>{n} étiquettes dans {k} classes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>Undo: {what}</source>
            <translation>Annuler : {what}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>Redo: {what}</source>
            <translation>Rétablir : {what}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>Click a chip and type its number.</source>
            <translation>Cliquez sur une imagette et tapez son nombre.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_step.py" />
            <source>{n} labels from {low} to {high}; click a chip and type its number.</source>
            <translation>{n} étiquettes de {low} à {high} ; cliquez sur une imagette et tapez son nombre.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_tool.py" />
            <source>Label chips</source>
            <translation>Étiqueter des imagettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/label_tool.py" />
            <source>The rectangle holds more than {most} chips; draw a smaller one.</source>
            <translation>Le rectangle contient plus de {most} imagettes ; dessinez-en un plus petit.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/labelling.py" />
            <source>Choose a class first: click it in the table, or press its key.</source>
            <translation>Choisissez d'abord une classe : cliquez dessus dans le tableau, ou appuyez sur sa touche.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/labelling.py" />
            <source>There is no chip of the area of interest here.</source>
            <translation>Il n'y a pas ici d'imagette de la zone d'intérêt.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/labelling.py" />
            <source>There is no chip before this one.</source>
            <translation>Il n'y a pas d'imagette avant celle-ci.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/labelling.py" />
            <source>Looking for what to label next…</source>
            <translation>Recherche de ce qu'il faut étiqueter ensuite…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/labelling.py" />
            <source>Every chip has a label.</source>
            <translation>Toutes les imagettes ont une étiquette.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/labelling.py" />
            <source>Show a chip to be like first: press S over it.</source>
            <translation>Montrez d'abord une imagette à laquelle ressembler : appuyez sur S au-dessus d'elle.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/labelling.py" />
            <source>Put the pointer over a chip, then press S.</source>
            <translation>Placez le pointeur sur une imagette, puis appuyez sur S.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/labelling.py" />
            <source>Similar</source>
            <translation>Semblables</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/labelling.py" />
            <source>The {n} most similar chips are outlined; Shift+S adds an example, X one that is not, Esc ends.</source>
            <translation>Les {n} imagettes les plus semblables sont entourées ; Maj+S ajoute un exemple, X un contre-exemple, Échap termine.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_layers.py" />
            <source>{map}: {part}</source>
            <translation>{map} : {part}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_layers.py" />
            <source>uncertainty</source>
            <translation>incertitude</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_layers.py" />
            <source>probability</source>
            <translation>probabilité</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_layers.py" />
            <source>area of applicability</source>
            <translation>domaine d'applicabilité</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_layers.py" />
            <source>sets of classes</source>
            <translation>ensembles de classes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_layers.py" />
            <source>interval</source>
            <translation>intervalle</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_list.py" />
            <source>Maps of this workspace</source>
            <translation>Cartes de cet espace de travail</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_list.py" />
            <source>&amp;Add to project</source>
            <translation>A&amp;jouter au projet</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_list.py" />
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <source>Open &amp;folder</source>
            <translation>&amp;Ouvrir le dossier</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_list.py" />
            <source>{name} · {time}</source>
            <translation>{name} · {time}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>by the model's &amp;patches, which is faster</source>
            <translation>à partir des patc&amp;hs du modèle, ce qui est plus rapide</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>A map of this name is there and will be replaced.</source>
            <translation>Une carte de ce nom existe et sera remplacée.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>&amp;Calibrate</source>
            <translation>Cali&amp;brer</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>One cell a chip</source>
            <translation>Une cellule par imagette</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>Dense: chips that overlap</source>
            <translation>Dense : imagettes qui se recouvrent</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>Unit of the step</source>
            <translation>Unité du pas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>Step between two cells</source>
            <translation>Pas entre deux cellules</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>How often the truth shall be among them</source>
            <translation>À quelle fréquence la vérité doit s'y trouver</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>&amp;Step</source>
            <translation>&amp;Pas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>How far to trust it</source>
            <translation>Jusqu'où s'y fier</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>&amp;Intervals that hold the truth</source>
            <translation>Inter&amp;valles contenant la vérité</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>S&amp;ets of classes with the truth</source>
            <translation>&amp;Ensembles de classes contenant la vérité</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>Makes the spread true on blocks of ground that the head has not seen</source>
            <translation>Rend la dispersion juste sur des blocs de terrain que la tête n'a pas vus</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>Makes the probabilities true on blocks of ground that the head has not seen</source>
            <translation>Rend les probabilités justes sur des blocs de terrain que la tête n'a pas vus</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_output.py" />
            <source>For sets or intervals 30% of the blocks with labels are kept out of the head: how wrong it is there says how wide they must be. They hold on average over blocks, not for one class or place.</source>
            <translation>Pour les ensembles ou les intervalles, 30 % des blocs étiquetés sont tenus à l'écart de la tête : ses erreurs sur ces blocs disent quelle largeur il leur faut. Ils valent en moyenne sur les blocs, pas pour une classe ou un lieu donnés.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_page.py" />
            <source>&amp;Live map: repaint after each label</source>
            <translation>Carte en &amp;direct : redessiner après chaque étiquette</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_page.py" />
            <source>Show where it is &amp;unsure</source>
            <translation>Montrer où elle est &amp;incertaine</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_page.py" />
            <source>&amp;Write map</source>
            <translation>Écri&amp;re la carte</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_page.py" />
            <source>Share of each class on the map</source>
            <translation>Part de chaque classe sur la carte</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_page.py" />
            <source>Shows the uncertainty in place of the classes: label there next</source>
            <translation>Montre l'incertitude au lieu des classes : étiquetez là ensuite</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_page.py" />
            <source>working…</source>
            <translation>calcul en cours…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_page.py" />
            <source>The map {name} is written.</source>
            <translation>La carte {name} est écrite.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_page.py" />
            <source>Open folder</source>
            <translation>Ouvrir le dossier</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_page.py" />
            <source>{name}, written {time}</source>
            <translation>{name} écrite ({time})</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_page.py" />
            <source>{name}: {share} of the map's cells</source>
            <translation>{name} : {share} des cellules de la carte</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_page.py" />
            <source>Values run from {low:.4g} to {high:.4g}.</source>
            <translation>Les valeurs vont de {low:.4g} à {high:.4g}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_page.py" />
            <source>These are cells counted, no estimate of areas: for that draw a check sample (Accuracy).</source>
            <translation>Ce sont des cellules comptées, pas une estimation de superficies : pour cela, tirez un échantillon de contrôle (Exactitude).</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_page.py" />
            <source>{share} of the chips are like the labelled ones; the layer “area of applicability” shows the rest.</source>
            <translation>{share} des imagettes ressemblent à celles étiquetées ; la couche « domaine d'applicabilité » montre le reste.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_page.py" />
            <source>Sets of {level} hold {n:.2f} classes on average.</source>
            <translation>Les ensembles à {level} contiennent {n:.2f} classes en moyenne.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_page.py" />
            <source>Intervals of {level} are {width:.4g} wide on average.</source>
            <translation>Les intervalles à {level} ont une largeur de {width:.4g} en moyenne.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_step.py" />
            <source>Accuracy</source>
            <translation>Exactitude</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_step.py" />
            <source>Explore</source>
            <translation>Explorer</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_step.py" />
            <source>writing the map</source>
            <translation>écriture de la carte</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/map_step.py" />
            <source>map {name}.tif written {time}</source>
            <translation>carte {name}.tif écrite ({time})</translation>
        </message>
        <message numerus="yes">
            <location filename="../../eo_embed_plugin/gui/map_step.py" />
            <source>live map on %n label(s)</source>
            <translation>
                <numerusform>carte en direct sur %n étiquette</numerusform>
                <numerusform>carte en direct sur %n étiquettes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <location filename="../../eo_embed_plugin/gui/map_step.py" />
            <source>ready to map from %n label(s)</source>
            <translation>
                <numerusform>prêt à cartographier à partir de %n étiquette</numerusform>
                <numerusform>prêt à cartographier à partir de %n étiquettes</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>timm:NAME, torchgeo:WEIGHTS or checkpoint:FILE</source>
            <translation>timm:NOM, torchgeo:POIDS ou checkpoint:FICHIER</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Name of the model</source>
            <translation>Nom du modèle</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Type a part of a name to find a model</source>
            <translation>Tapez une partie d'un nom pour trouver un modèle</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Name a model: timm:NAME, torchgeo:WEIGHTS or checkpoint:FILE.</source>
            <translation>Nommez un modèle : timm:NOM, torchgeo:POIDS ou checkpoint:FICHIER.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Another model…</source>
            <translation>Autre modèle…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>The environment lacks {package}, which this model needs; repair it in Environment… of the Workspace menu.</source>
            <translation>Il manque à l'environnement {package}, dont ce modèle a besoin ; réparez-le par Environnement… du menu Espace de travail.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Features</source>
            <translation>Caractéristiques</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Filter size</source>
            <translation>Taille des filtres</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Filters</source>
            <translation>Filtres</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Bias</source>
            <translation>Biais</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Quantiles</source>
            <translation>Quantiles</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Pretrained</source>
            <translation>Préentraîné</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Weights</source>
            <translation>Poids</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Pooling</source>
            <translation>Agrégation (pooling)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Resize to</source>
            <translation>Redimensionner à</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>RGB alone</source>
            <translation>RVB seulement</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Stretch</source>
            <translation>Étirement</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Bands: {bands}</source>
            <translation>Bandes : {bands}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Values: {units}</source>
            <translation>Valeurs : {units}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Licence: {licence}</source>
            <translation>Licence : {licence}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Paper: {paper}</source>
            <translation>Article : {paper}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Weights: {path}</source>
            <translation>Poids : {path}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>Weights are fetched when it first runs: {name}</source>
            <translation>Les poids sont récupérés à la première exécution : {name}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>{n} values a chip</source>
            <translation>{n} valeurs par imagette</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>made for {gsd} m pixels</source>
            <translation>conçu pour des pixels de {gsd} m</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/model_picker.py" />
            <source>chips resized to {n} pixels</source>
            <translation>imagettes redimensionnées à {n} pixels</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/option_fields.py" />
            <location filename="../../eo_embed_plugin/gui/scaling_form.py" />
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>none</source>
            <translation>aucun</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/results.py" />
            <source>embed the chips first</source>
            <translation>calculez d'abord les plongements des imagettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/results.py" />
            <source>label two chips first</source>
            <translation>étiquetez d'abord deux imagettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/results.py" />
            <source>label two classes first</source>
            <translation>étiquetez d'abord deux classes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/results.py" />
            <source>The embeddings are others than these figures are of; run it again.</source>
            <translation>Les plongements ne sont plus ceux de ces chiffres ; relancez le calcul.</translation>
        </message>
        <message numerus="yes">
            <location filename="../../eo_embed_plugin/gui/results.py" />
            <source>%n label(s) have changed since; run it again.</source>
            <translation>
                <numerusform>%n étiquette a changé depuis ; relancez le calcul.</numerusform>
                <numerusform>%n étiquettes ont changé depuis ; relancez le calcul.</numerusform>
            </translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/scaling_form.py" />
            <source>Stored values are multiplied by this, and then the offset is added</source>
            <translation>Les valeurs stockées sont multipliées par ceci, puis le décalage est ajouté</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/scaling_form.py" />
            <source>Added to the stored values once they are scaled</source>
            <translation>Ajouté aux valeurs stockées une fois mises à l'échelle</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/scaling_form.py" />
            <source>The stored value that means nothing was seen</source>
            <translation>La valeur stockée qui signifie que rien n'a été vu</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/scaling_form.py" />
            <source>Sca&amp;le</source>
            <translation>Éche&amp;lle</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/scaling_form.py" />
            <source>O&amp;ffset</source>
            <translation>Dé&amp;calage</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/scaling_form.py" />
            <source>&amp;No data</source>
            <translation>&amp;Nodata</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/scatter.py" />
            <source>Scatter of the chips</source>
            <translation>Nuage de points des imagettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/scatter.py" />
            <source>Chip {chip}: {text}</source>
            <translation>Imagette {chip} : {text}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>Right on {score} of chips in {where}; the commonest class alone would be right on {chance}.</source>
            <translation>Juste pour {score} des imagettes, sur {where} ; la classe la plus fréquente, à elle seule, le serait pour {chance}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>Over classes alike (macro-F1): {score}.</source>
            <translation>Toutes classes à égalité (macro-F1) : {score}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>Explains {share} of how {target} varies (R²) on chips in {where}; off by {error:.4g} on average.</source>
            <translation>Explique {share} de la variation de {target} (R²) entre imagettes, sur {where} ; écart moyen de {error:.4g}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>blocks of {side} it had not seen</source>
            <translation>des blocs de {side} jamais vus</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>random folds, with labelled chips all around</source>
            <translation>des plis aléatoires, entourés d'imagettes étiquetées</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>± is what dealing the {folds} folds anew, {n} times, moves it: no confidence interval of the map's accuracy.</source>
            <translation>± est ce que change une nouvelle répartition des {folds} plis, refaite {n} fois : ce n'est pas un intervalle de confiance de l'exactitude de la carte.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>The nearest training chip lay {distance} away.</source>
            <translation>L'imagette d'entraînement la plus proche se trouvait à {distance}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>clicked</source>
            <translation>cliquées</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>suggested and clicked</source>
            <translation>suggérées et cliquées</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>from a layer</source>
            <translation>issues d'une couche</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>from clusters</source>
            <translation>issues de groupes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>Judged on your own {n} labels ({counts}). They lie where somebody chose to look, so this is no accuracy of the map: for that draw a check sample.</source>
            <translation>Jugé sur vos propres {n} étiquettes ({counts}). Elles se trouvent là où quelqu'un a choisi de regarder ; ce n'est donc pas l'exactitude de la carte : pour cela, tirez un échantillon de contrôle.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>{split}: no number of labels can be called enough yet.</source>
            <translation>{split} : aucun nombre d'étiquettes ne peut encore être dit suffisant.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>{split}: it still climbs. No number tried reaches 95% of the {metric} of {score:.2f} that all {most} give, so more labels will help.</source>
            <translation>{split} : cela monte encore. Aucun nombre essayé n'atteint 95 % du {metric} de {score:.2f} que donnent les {most} ; davantage d'étiquettes aideront donc.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>{split}: {n} labels reach 95% of the {metric} of {score:.2f} that all {most} give.</source>
            <translation>{split} : {n} étiquettes atteignent 95 % du {metric} de {score:.2f} que donnent les {most}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>The mean is {value:.4g}, {level} interval {low:.4g} to {high:.4g}, from {n} cells.</source>
            <translation>La moyenne est {value:.4g}, intervalle à {level} de {low:.4g} à {high:.4g}, d'après {n} cellules.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>The map is right on {right} of {n} cells: too few differ for an interval to mean anything.</source>
            <translation>La carte est juste sur {right} cellules parmi {n} : trop peu diffèrent pour qu'un intervalle ait un sens.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/score_words.py" />
            <source>The map is right on {share} of its ground ({level} interval {low} to {high}), from {n} cells.</source>
            <translation>La carte est juste sur {share} de son terrain (intervalle à {level} de {low} à {high}), d'après {n} cellules.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/source_table.py" />
            <source>Imagery</source>
            <translation>Imagerie</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/source_table.py" />
            <source>Band {index} of {path}</source>
            <translation>Bande {index} de {path}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/source_table.py" />
            <source>file missing</source>
            <translation>fichier manquant</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/source_table.py" />
            <source>{n} bands</source>
            <translation>{n} bandes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/source_table.py" />
            <source>cannot be read</source>
            <translation>illisible</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/source_table.py" />
            <source>{n} files</source>
            <translation>{n} fichiers</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/source_table.py" />
            <source>{gsd} m</source>
            <translation>{gsd} m</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/source_table.py" />
            <source>classes</source>
            <translation>classes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/source_table.py" />
            <source>values</source>
            <translation>valeurs</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/source_table.py" />
            <source>no data {value}</source>
            <translation>nodata {value}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/step.py" />
            <source>Help on this step (F1)</source>
            <translation>Aide sur cette étape (F1)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/step.py" />
            <source>Help on step {n}: {title}</source>
            <translation>Aide sur l'étape {n} : {title}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/step.py" />
            <location filename="../../eo_embed_plugin/live.py" />
            <source>open or make a workspace first</source>
            <translation>ouvrez ou créez d'abord un espace de travail</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>What is labelled: each target has labels, classes and maps of its own</source>
            <translation>Ce qui est étiqueté : chaque cible a ses propres étiquettes, classes et cartes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>Label something else, too: a new target</source>
            <translation>Étiqueter aussi autre chose : une nouvelle cible</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>Remove this target, which has no labels</source>
            <translation>Supprimer cette cible, qui n'a pas d'étiquettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>What shall the map show?</source>
            <translation>Que doit montrer la carte ?</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>C&amp;lasses: forest, fields, water…</source>
            <translation>Des c&amp;lasses : forêt, champs, eau…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>A n&amp;umber: height, tree cover, yield…</source>
            <translation>&amp;Un nombre : hauteur, couvert arboré, rendement…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>for example Forest</source>
            <translation>par exemple Forêt</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>for example Fields</source>
            <translation>par exemple Champs</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>&amp;Name of the target</source>
            <translation>&amp;Nom de la cible</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>&amp;First class</source>
            <translation>&amp;Première classe</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>&amp;Second class</source>
            <translation>&amp;Deuxième classe</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>Start labelling</source>
            <translation>Commencer l'étiquetage</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>Cancel</source>
            <translation>Annuler</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>There is a target {name} already; take another name.</source>
            <translation>Il y a déjà une cible {name} ; prenez un autre nom.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>Name the first two classes; more can follow at any time.</source>
            <translation>Nommez les deux premières classes ; d'autres peuvent suivre à tout moment.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/target_panel.py" />
            <source>The two classes need different names.</source>
            <translation>Il faut des noms différents pour les deux classes.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/thumbnails.py" />
            <source>Chips labelled last</source>
            <translation>Dernières imagettes étiquetées</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/thumbnails.py" />
            <source>{name}: go to chip {chip}</source>
            <translation>{name} : aller à l'imagette {chip}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_curves.py" />
            <source>{name}, step {step}: {value}</source>
            <translation>{name}, pas {step} : {value}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_curves.py" />
            <source>steps</source>
            <translation>pas</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_curves.py" />
            <source>{name}: {first} at step {start}, {last} at step {end}</source>
            <translation>{name} : {first} au pas {start}, {last} au pas {end}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_data.py" />
            <source>&amp;Chips of workspaces</source>
            <translation>&amp;Imagettes d'espaces de travail</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_data.py" />
            <source>A data set in a &amp;folder</source>
            <translation>Un jeu de données dans un &amp;dossier</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_data.py" />
            <source>Workspaces to learn from</source>
            <translation>Espaces de travail dont apprendre</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_data.py" />
            <source>Chips of all that are ticked are learnt from; they need the same sources</source>
            <translation>On apprend des imagettes de tous ceux qui sont cochés ; il leur faut les mêmes sources</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_data.py" />
            <source>&amp;Add a workspace…</source>
            <translation>&amp;Ajouter un espace de travail…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_data.py" />
            <source>Which sources, which labels</source>
            <translation>Quelles sources, quelles étiquettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_data.py" />
            <source>Folder of the data set</source>
            <translation>Dossier du jeu de données</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_data.py" />
            <source>Which published data set the folder holds, and how its files lie</source>
            <translation>Quel jeu de données publié contient le dossier, et comment ses fichiers y sont rangés</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_data.py" />
            <source>F&amp;older</source>
            <translation>D&amp;ossier</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_data.py" />
            <source>K&amp;ind</source>
            <translation>T&amp;ype</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_data.py" />
            <source>Tick a workspace to learn from.</source>
            <translation>Cochez un espace de travail dont apprendre.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_data.py" />
            <source>Choose the folder of the data set.</source>
            <translation>Choisissez le dossier du jeu de données.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_data.py" />
            <source>There is no folder {path}.</source>
            <translation>Il n'y a pas de dossier {path}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_data.py" />
            <source>{name} (this workspace)</source>
            <translation>{name} (cet espace de travail)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_data.py" />
            <source>recognised by its files</source>
            <translation>reconnu à ses fichiers</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_data.py" />
            <source>Choose a workspace</source>
            <translation>Choisir un espace de travail</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_dialog.py" />
            <source>EO Embed: train a model</source>
            <translation>EO Embed : entraîner un modèle</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_dialog.py" />
            <source>Ne&amp;w run</source>
            <translation>Nou&amp;vel entraînement</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_dialog.py" />
            <source>Run&amp;s</source>
            <translation>Entraînement&amp;s</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_dialog.py" />
            <source>Run&amp;s ({n} under way)</source>
            <translation>Entraînement&amp;s ({n} en cours)</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>&amp;Method</source>
            <translation>&amp;Méthode</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>&amp;Recipe</source>
            <translation>&amp;Recette</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>A whole set of values that a paper, or we, have tried</source>
            <translation>Un jeu complet de valeurs qu'un article, ou nous-mêmes, avons éprouvé</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>Data to learn from</source>
            <translation>Données dont apprendre</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>by itself: the method and a number</source>
            <translation>automatique : la méthode et un numéro</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>Name of the run, and of its folder in the workspace</source>
            <translation>Nom de l'entraînement, et de son dossier dans l'espace de travail</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>&amp;Go on when QGIS is closed</source>
            <translation>&amp;Continuer quand QGIS est fermé</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>The run is a process of its own, and can outlive QGIS</source>
            <translation>L'entraînement est un processus à part, qui peut survivre à QGIS</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>Chec&amp;k what it takes</source>
            <translation>É&amp;valuer ce qu'il faut</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>Start &amp;training</source>
            <translation>Lancer l'en&amp;traînement</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>Open or make a workspace first: the run is kept in it.</source>
            <translation>Ouvrez ou créez d'abord un espace de travail : l'entraînement y est conservé.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>The worker has not told the methods yet.</source>
            <translation>Le processus de calcul n'a pas encore indiqué les méthodes.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>There is a run {name} already: choose another name.</source>
            <translation>Il y a déjà un entraînement {name} : choisissez un autre nom.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>Take a few real steps, and tell what all of them take</source>
            <translation>Faire quelques vrais pas, et dire ce que tous demandent</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>Check first what it takes.</source>
            <translation>Évaluez d'abord ce qu'il faut.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_form.py" />
            <source>none: the values of the method</source>
            <translation>aucune : les valeurs de la méthode</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_history.py" />
            <source>Training runs</source>
            <translation>Entraînements</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_history.py" />
            <source>{path}
Tick it to draw its curves, too</source>
            <translation>{path}
Cochez-le pour tracer aussi ses courbes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_history.py" />
            <source>State</source>
            <translation>État</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_history.py" />
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Loss</source>
            <translation>Perte</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_history.py" />
            <source>Time</source>
            <translation>Durée</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_history.py" />
            <source>Begun</source>
            <translation>Début</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_knobs.py" />
            <source>All other settings</source>
            <translation>Tous les autres réglages</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_knobs.py" />
            <source>&amp;Values of the paper</source>
            <translation>Va&amp;leurs de l'article</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_knobs.py" />
            <source>Set every value back to the paper's, or to the recipe's</source>
            <translation>Rétablir toutes les valeurs de l'article, ou de la recette</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <source>Nothing has been trained in this workspace yet.</source>
            <translation>Rien n'a encore été entraîné dans cet espace de travail.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <source>Online probe</source>
            <translation>Sonde en cours d'entraînement</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <source>Sto&amp;p</source>
            <translation>Arrê&amp;ter</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <source>Resu&amp;me</source>
            <translation>Re&amp;prendre</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <source>&amp;Use this model</source>
            <translation>&amp;Utiliser ce modèle</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <source>De&amp;lete…</source>
            <translation>Su&amp;pprimer…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <source>Stop at the next step; a checkpoint is kept, and it can go on</source>
            <translation>Arrêter au prochain pas ; un point de reprise est conservé, et il peut repartir</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <source>Go on from the last checkpoint</source>
            <translation>Repartir du dernier point de reprise</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <source>Choose the model in step 3, to embed the chips with it</source>
            <translation>Choisir le modèle à l'étape 3, pour calculer les plongements avec lui</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <source>Delete the run with its model and its checkpoints</source>
            <translation>Supprimer l'entraînement avec son modèle et ses points de reprise</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <source>Why it failed</source>
            <translation>Pourquoi il a échoué</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <source>{name}, held out</source>
            <translation>{name}, mis de côté</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <source>Delete the run {name} with its model and its checkpoints? What was embedded by it stays.</source>
            <translation>Supprimer l'entraînement {name} avec son modèle et ses points de reprise ? Les plongements calculés avec lui restent.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_page.py" />
            <source>Delete a run</source>
            <translation>Supprimer un entraînement</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Network</source>
            <translation>Réseau</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Shape of the network</source>
            <translation>Forme du réseau</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Initial weights</source>
            <translation>Poids initiaux</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Size of images</source>
            <translation>Taille des images</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Epochs</source>
            <translation>Époques</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Batch size</source>
            <translation>Taille du lot</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Parts of a batch</source>
            <translation>Parts d'un lot</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Learning rate</source>
            <translation>Taux d'apprentissage</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Weight decay</source>
            <translation>Décroissance des poids</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Optimiser</source>
            <translation>Optimiseur</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Momentum</source>
            <translation>Inertie</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Second beta</source>
            <translation>Second bêta</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Warm-up</source>
            <translation>Montée en régime</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Schedule</source>
            <translation>Évolution du taux</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Largest gradient</source>
            <translation>Plus grand gradient</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Held out to validate</source>
            <translation>Mis de côté pour valider</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>How it is held out</source>
            <translation>Comment c'est mis de côté</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Task of the probe</source>
            <translation>Tâche de la sonde</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Steps between probes</source>
            <translation>Pas entre les sondes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Steps between figures</source>
            <translation>Pas entre les chiffres</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Steps between checkpoints</source>
            <translation>Pas entre les points de reprise</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Threads that read</source>
            <translation>Fils de lecture</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Compile</source>
            <translation>Compiler</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Temperature</source>
            <translation>Température</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Rasters as labels</source>
            <translation>Rasters comme étiquettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Valid in</source>
            <translation>Valide dans</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>May lack bands</source>
            <translation>Peut manquer de bandes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Megabytes of imagery</source>
            <translation>Mégaoctets d'imagerie</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Share masked</source>
            <translation>Part masquée</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Kinds of bands to pair</source>
            <translation>Types de bandes à apparier</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Imagery to learn from</source>
            <translation>Imagerie dont apprendre</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Tasks</source>
            <translation>Tâches</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Task</source>
            <translation>Tâche</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Width of the embedding</source>
            <translation>Largeur du plongement</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Width of the heads</source>
            <translation>Largeur des têtes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Width of the output</source>
            <translation>Largeur de la sortie</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Least share of a crop</source>
            <translation>Plus petite part d'un recadrage</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Rotations</source>
            <translation>Rotations</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Chance of blur</source>
            <translation>Probabilité de flou</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Size of crops</source>
            <translation>Taille des recadrages</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Train the backbone, too</source>
            <translation>Entraîner aussi le réseau de base</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>running</source>
            <translation>en cours</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>finished</source>
            <translation>terminé</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>stopped</source>
            <translation>arrêté</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>failed</source>
            <translation>échoué</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>interrupted</source>
            <translation>interrompu</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>kNN probe</source>
            <translation>Sonde kNN</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Linear probe</source>
            <translation>Sonde linéaire</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>yes</source>
            <translation>oui</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>no</source>
            <translation>non</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>assumed: {value}</source>
            <translation>supposé : {value}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>paper: {value}</source>
            <translation>article : {value}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>default: {value}</source>
            <translation>défaut : {value}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>{name}: {n} bands of {size} pixels ({bands})</source>
            <translation>{name} : {n} bandes de {size} pixels ({bands})</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>Labels of {tasks}</source>
            <translation>Étiquettes de {tasks}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>{time} for {steps} steps at {rate} images/s on {device}, {bytes} on disk</source>
            <translation>{time} pour {steps} pas à {rate} images/s sur {device}, {bytes} sur le disque</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>, {bytes} of memory</source>
            <translation>, {bytes} de mémoire</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>{train} samples to learn from, {epochs} times each; {n} parameters</source>
            <translation>{train} échantillons dont apprendre, {epochs} fois chacun ; {n} paramètres</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>; {n} held out</source>
            <translation>; {n} mis de côté</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>It looks through its data…</source>
            <translation>Il parcourt ses données…</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>step {step} of {steps}</source>
            <translation>pas {step} sur {steps}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>epoch {epoch} of {epochs}</source>
            <translation>époque {epoch} sur {epochs}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>{rate} images/s</source>
            <translation>{rate} images/s</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>{time} in all</source>
            <translation>{time} en tout</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>{bytes} of memory</source>
            <translation>{bytes} de mémoire</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>It was ended from outside; Resume goes on from its last checkpoint.</source>
            <translation>Il a été interrompu de l'extérieur ; Reprendre repart de son dernier point de reprise.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/train_words.py" />
            <source>It was stopped; Resume goes on where it was.</source>
            <translation>Il a été arrêté ; Reprendre repart de là où il en était.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/value_box.py" />
            <source>Number of the chip</source>
            <translation>Nombre de l'imagette</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/gui/value_box.py" />
            <source>Enter takes the number, Esc gives up</source>
            <translation>Entrée valide le nombre, Échap abandonne</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/label_changes.py" />
            <source>clear {n} chips</source>
            <translation>effacer l'étiquette de {n} imagettes</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/label_changes.py" />
            <source>label {n} chips {name}</source>
            <translation>étiqueter {n} imagettes {name}</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/launch.py" />
            <source>There is no Python at {path}: repair the environment or choose another Python in EO Embed's settings, then press Restart.</source>
            <translation>Il n'y a pas de Python dans {path} : réparez l'environnement ou choisissez un autre Python dans les paramètres d'EO Embed, puis cliquez sur Redémarrer.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/live.py" />
            <source>The map stays as it is.</source>
            <translation>La carte reste telle quelle.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/live.py" />
            <source>name what to map</source>
            <translation>nommez ce qu'il faut cartographier</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/live.py" />
            <source>label chips of two values to see the map</source>
            <translation>étiquetez des imagettes de deux valeurs pour voir la carte</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/live.py" />
            <source>label a second class to see the map</source>
            <translation>étiquetez une deuxième classe pour voir la carte</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/live.py" />
            <source>Live map: uncertainty</source>
            <translation>Carte en direct : incertitude</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/live.py" />
            <source>refitted in {seconds:.1f} s</source>
            <translation>réajustée en {seconds:.1f} s</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/network.py" />
            <source>What {host} sent as {file} is damaged or was changed; try again later.</source>
            <translation>Ce que {host} a envoyé comme {file} est endommagé ou a été modifié ; réessayez plus tard.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/network.py" />
            <source>{path} could not be written: {reason}.</source>
            <translation>Impossible d'écrire {path} : {reason}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/network.py" />
            <source>The proxy in QGIS's settings did not let the request through; check it under Settings &gt; Options &gt; Network.</source>
            <translation>Le proxy défini dans les préférences de QGIS n'a pas laissé passer la requête ; vérifiez-le sous Préférences &gt; Options &gt; Réseau.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/network.py" />
            <source>The proxy in QGIS's settings cannot be reached; check it under Settings &gt; Options &gt; Network.</source>
            <translation>Le proxy défini dans les préférences de QGIS est injoignable ; vérifiez-le sous Préférences &gt; Options &gt; Réseau.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/network.py" />
            <source>{host} refuses access (HTTP {status}); check the index's address and its password.</source>
            <translation>{host} refuse l'accès (HTTP {status}) ; vérifiez l'adresse de l'index et son mot de passe.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/network.py" />
            <source>{host} answered with an error (HTTP {status}); try again later.</source>
            <translation>{host} a répondu par une erreur (HTTP {status}) ; réessayez plus tard.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/provider.py" />
            <source>EO Embed: from satellite images to maps by embeddings</source>
            <translation>EO Embed : des images satellite aux cartes par les plongements</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/session.py" />
            <source>{path} of source {name} is not there any more; put it back or make another workspace.</source>
            <translation>{path} de la source {name} n'est plus là ; remettez-le en place ou créez un autre espace de travail.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The traceback is in {path}.</source>
            <translation>La trace d'appels est dans {path}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>There is no raster at {path}: put it back, or choose another file.</source>
            <translation>Il n'y a pas de raster dans {path} : remettez-le en place, ou choisissez un autre fichier.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} has no coordinate reference system: give it one (Assign Projection), then add it again.</source>
            <translation>{path} n'a pas de système de coordonnées de référence : donnez-lui-en un (Assigner une projection), puis ajoutez-le à nouveau.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>No chip of source {source} has {share} valid pixels in the area of interest: check its no data value, move the area, or accept chips with fewer valid pixels.</source>
            <translation>Aucune imagette de la source {source} n'a {share} de pixels valides dans la zone d'intérêt : vérifiez sa valeur nodata, déplacez la zone, ou acceptez des imagettes ayant moins de pixels valides.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Source {source} has more than one band named {names}: open it in the table of the Data step and name its {n} bands.</source>
            <translation>La source {source} a plus d'une bande nommée {names} : ouvrez-la dans le tableau de l'étape Données et nommez ses {n} bandes.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Source {source} has more than one band named {names}: name its {n} bands under Bands.</source>
            <translation>La source {source} a plus d'une bande nommée {names} : nommez ses {n} bandes sous Bandes.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The area of interest lies outside the raster: check its CRS and position, or draw another.</source>
            <translation>La zone d'intérêt est hors du raster : vérifiez son SCR et sa position, ou dessinez-en une autre.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>A workspace needs a source: choose imagery first.</source>
            <translation>Un espace de travail a besoin d'une source : choisissez d'abord de l'imagerie.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>There is no source {source} that the {option} given could be of: choose the imagery again.</source>
            <translation>Il n'y a pas de source {source} à laquelle rapporter {option} : choisissez à nouveau l'imagerie.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>A chip of {chip} pixels is larger than the raster ({raster}): choose a smaller size.</source>
            <translation>Une imagette de {chip} pixels est plus grande que le raster ({raster}) : choisissez une taille plus petite.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>No chip of {chip} pixels lies in the area of interest: draw a larger area, choose a smaller size, or take chips of which any part is inside.</source>
            <translation>Aucune imagette de {chip} pixels n'est dans la zone d'intérêt : dessinez une zone plus grande, choisissez une taille plus petite, ou prenez les imagettes dont une partie est à l'intérieur.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>No chip of {chip} pixels lies in the area of interest by the rule {rule}: take a larger area or a smaller size, or choose any for the chips at the border.</source>
            <translation>Aucune imagette de {chip} pixels n'est dans la zone d'intérêt selon la règle {rule} : prenez une zone plus grande ou une taille plus petite, ou choisissez any pour les imagettes en bordure.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>There is no chip {chip}: ids run from {first} to {last} here.</source>
            <translation>Il n'y a pas d'imagette {chip} : les identifiants vont ici de {first} à {last}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>There is no chip {chip}: ids run from {first} to {last} here; Chips as polygons writes them.</source>
            <translation>Il n'y a pas d'imagette {chip} : les identifiants vont ici de {first} à {last} ; « Imagettes en polygones » les écrit.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Chip {chip} is not embedded in the area of interest: choose another, or embed it.</source>
            <translation>L'imagette {chip} n'a pas de plongement dans la zone d'intérêt : choisissez-en une autre, ou calculez son plongement.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>There is no workspace in {folder}: open another folder, or make a new workspace.</source>
            <translation>Il n'y a pas d'espace de travail dans {folder} : ouvrez un autre dossier, ou créez un nouvel espace de travail.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>There is no workspace in {folder}: choose another folder, or run Make chips first.</source>
            <translation>Il n'y a pas d'espace de travail dans {folder} : choisissez un autre dossier, ou exécutez d'abord « Créer les imagettes ».</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} was written by a later version of EO Embed ({versions}): update the plugin.</source>
            <translation>{path} a été écrit par une version plus récente d'EO Embed ({versions}) : mettez l'extension à jour.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>No chip in the area of interest is embedded: embed the chips in step 3.</source>
            <translation>Aucune imagette de la zone d'intérêt n'a de plongement : calculez-les à l'étape 3.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>No chip in the area of interest is embedded: run Embed chips first.</source>
            <translation>Aucune imagette de la zone d'intérêt n'a de plongement : exécutez d'abord « Calculer les plongements ».</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Source {source} has no embeddings yet: embed it in step 3.</source>
            <translation>La source {source} n'a pas encore de plongements : calculez-les à l'étape 3.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Source {source} has no embeddings yet: run Embed chips first.</source>
            <translation>La source {source} n'a pas encore de plongements : exécutez d'abord « Calculer les plongements ».</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>There are no embeddings in {folder}: embed the chips in step 3.</source>
            <translation>Il n'y a pas de plongements dans {folder} : calculez-les à l'étape 3.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>There are no embeddings in {folder}: run Embed chips first.</source>
            <translation>Il n'y a pas de plongements dans {folder} : exécutez d'abord « Calculer les plongements ».</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>No chip in {folder} has an embedding: embed the chips in step 3.</source>
            <translation>Aucune imagette de {folder} n'a de plongement : calculez-les à l'étape 3.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>No chip in {folder} has an embedding: run Embed chips first.</source>
            <translation>Aucune imagette de {folder} n'a de plongement : exécutez d'abord « Calculer les plongements ».</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} is damaged ({why}): embed again, which makes only this part anew.</source>
            <translation>{path} est endommagé ({why}) : relancez le calcul des plongements, qui ne refait que cette partie.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} is damaged ({why}): delete the folder {folder}, then embed again.</source>
            <translation>{path} est endommagé ({why}) : supprimez le dossier {folder}, puis relancez le calcul des plongements.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Another QGIS or program is embedding into {folder}: wait for it, or stop it there.</source>
            <translation>Un autre QGIS ou programme calcule des plongements dans {folder} : attendez qu'il ait terminé, ou arrêtez-le là.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>No room is left on the disk for {path}: free some space, then do it again; nothing is lost.</source>
            <translation>Il n'y a plus de place sur le disque pour {path} : libérez-en, puis recommencez ; rien n'est perdu.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The GPU {gpu} was asked for but {found}: choose another device, or see Environment… for why.</source>
            <translation>Le GPU {gpu} a été demandé mais {found} : choisissez un autre périphérique, ou consultez Environnement… pour savoir pourquoi.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The device mps was asked for but is not usable here: choose the CPU.</source>
            <translation>Le périphérique mps a été demandé mais n'est pas utilisable ici : choisissez le CPU.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>A single chip does not fit in the device's memory: choose smaller chips, a smaller model, or the CPU as the device.</source>
            <translation>Une seule imagette ne tient pas dans la mémoire du périphérique : choisissez des imagettes plus petites, un modèle plus petit, ou le CPU comme périphérique.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>There is not enough memory{said}: close other programs, or take a smaller area or batch, fewer labels, or larger chips or steps.</source>
            <translation>La mémoire ne suffit pas{said} : fermez d'autres programmes, ou prenez une zone ou un lot plus petits, moins d'étiquettes, ou des imagettes ou des pas plus grands.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>This model gives values up to {value}, which float16 cannot hold: store them as float32.</source>
            <translation>Ce modèle donne des valeurs jusqu'à {value}, que float16 ne peut pas contenir : stockez-les en float32.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Source {source} cannot be embedded like itself: leave it out of the sources.</source>
            <translation>La source {source} ne peut pas être traitée comme elle-même : retirez-la des sources.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Band {band} of {source} has scale {scale}, and that of {like} {other}: make the workspace anew with the right scale and offset.</source>
            <translation>La bande {band} de {source} a pour échelle {scale}, et celle de {like} {other} : recréez l'espace de travail avec la bonne échelle et le bon décalage.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Band {band} holds values of {values}, but {model} expects {units}: make the workspace with the right scale, or choose another stretch among the options of the model.</source>
            <translation>La bande {band} contient des valeurs de {values}, mais {model} attend {units} : créez l'espace de travail avec la bonne échelle, ou choisissez un autre étirement parmi les options du modèle.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>rcf found no {patch} patch of valid pixels in the sample: check the no data value, or choose gaussian filters among the options of the model.</source>
            <translation>rcf n'a trouvé aucun patch {patch} de pixels valides dans l'échantillon : vérifiez la valeur nodata, ou choisissez des filtres gaussian parmi les options du modèle.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The first layer of the weights takes {bands} bands and cannot be fitted to {n}: choose bands of that number, or RGB alone (rgb) among the options of the model.</source>
            <translation>La première couche des poids prend {bands} bandes et ne peut pas être adaptée à {n} : choisissez ce nombre de bandes, ou RVB seulement (rgb) parmi les options du modèle.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>There is no file of weights {path}: choose another among the options of the model.</source>
            <translation>Il n'y a pas de fichier de poids {path} : choisissez-en un autre parmi les options du modèle.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The weights of {model} could not be had ({why}): connect to the network once, or name a file as weights among the options of the model.</source>
            <translation>Les poids de {model} n'ont pas pu être obtenus ({why}) : connectez-vous une fois au réseau, ou indiquez un fichier comme poids parmi les options du modèle.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Models of torchgeo need the package torchgeo ({why}): choose another model, or in Environment… a Python that has the package.</source>
            <translation>Les modèles torchgeo ont besoin du paquet torchgeo ({why}) : choisissez un autre modèle, ou, dans Environnement…, un Python qui a ce paquet.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{model} cannot take chips of {n} pixels ({why}): give another size among the options of the model.</source>
            <translation>{model} ne peut pas prendre des imagettes de {n} pixels ({why}) : donnez une autre taille parmi les options du modèle.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>This network has no class token: choose avg or max as pooling among the options of the model.</source>
            <translation>Ce réseau n'a pas de jeton de classe : choisissez avg ou max comme agrégation (pooling) parmi les options du modèle.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The workspace {folder} has no labels: label some chips first.</source>
            <translation>L'espace de travail {folder} n'a pas d'étiquettes : étiquetez d'abord quelques imagettes.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The workspace has labels of {targets}: choose which is meant as the target.</source>
            <translation>L'espace de travail a des étiquettes de {targets} : choisissez laquelle est la cible voulue.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Name the target that the labels are of, such as cover ({known}).</source>
            <translation>Nommez la cible à laquelle se rapportent les étiquettes, par exemple occupation ({known}).</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The {n} labels of {target} hold one class only ({name}): label chips of a second class.</source>
            <translation>Les {n} étiquettes de {target} ne contiennent qu'une seule classe ({name}) : étiquetez des imagettes d'une deuxième classe.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The labels outside the blocks held out hold one class only: label more chips, or write the map without sets of classes.</source>
            <translation>Les étiquettes hors des blocs réservés ne contiennent qu'une seule classe : étiquetez plus d'imagettes, ou écrivez la carte sans ensembles de classes.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The labels outside the blocks held out hold one class only: hold out a smaller share, choose another seed, or label more chips.</source>
            <translation>Les étiquettes hors des blocs réservés ne contiennent qu'une seule classe : réservez une part plus petite, choisissez une autre graine, ou étiquetez plus d'imagettes.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>A median cannot part the chips: {path} gives {n} of them, all of value {value}; take the mean, or labels that vary.</source>
            <translation>Une médiane ne peut pas séparer les imagettes : {path} en donne {n}, toutes de valeur {value} ; prenez la moyenne, ou des étiquettes qui varient.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>No class of {path} takes {share} of any chip, {most} being the largest share: lower the least share, or use smaller chips.</source>
            <translation>Aucune classe de {path} n'occupe {share} d'une imagette, la plus grande part étant {most} : abaissez la part minimale, ou utilisez des imagettes plus petites.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} has {n} layers with geometry ({layers}): load the one that is meant into the project, and choose it there.</source>
            <translation>{path} a {n} couches avec géométrie ({layers}) : chargez dans le projet celle qui convient, et choisissez-la là.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The field {field} of {path} is no number: choose another field, or label by the class that takes most of the chip.</source>
            <translation>Le champ {field} de {path} n'est pas un nombre : choisissez un autre champ, ou étiquetez par la classe qui occupe la plus grande part de l'imagette.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} {lacks}: choose one of its fields ({fields}).</source>
            <translation>{path} {lacks} : choisissez un de ses champs ({fields}).</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} holds {n} different values in one block, too many for classes: label by the mean of the values, or by their median.</source>
            <translation>{path} contient {n} valeurs différentes dans un seul bloc, trop pour des classes : étiquetez par la moyenne des valeurs, ou par leur médiane.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} holds points, which cover no share of a chip: label by the class, or by the mean.</source>
            <translation>{path} contient des points, qui ne couvrent aucune part d'une imagette : étiquetez par la classe, ou par la moyenne.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The workspace {folder} has no head yet: write a map, which fits one.</source>
            <translation>L'espace de travail {folder} n'a pas encore de tête : écrivez une carte, ce qui en ajuste une.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The workspace {folder} has no head yet: run Fit a head first.</source>
            <translation>L'espace de travail {folder} n'a pas encore de tête : exécutez d'abord « Ajuster une tête ».</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Head {head} was fitted on embeddings by {models}, and these are others: write the map again, which fits the head anew.</source>
            <translation>La tête {head} a été ajustée sur des plongements de {models}, et ceux-ci sont autres : écrivez à nouveau la carte, ce qui réajuste la tête.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Head {head} was fitted on embeddings by {models}, and these are others: fit it on these, or embed them like those.</source>
            <translation>La tête {head} a été ajustée sur des plongements de {models}, et ceux-ci sont autres : ajustez-la sur ceux-ci, ou calculez-les comme ceux-là.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Head {head} held out no blocks, which sets and intervals need: write the map again.</source>
            <translation>La tête {head} n'a réservé aucun bloc, ce qu'exigent les ensembles et les intervalles : écrivez à nouveau la carte.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Head {head} held out no ground, which sets and intervals need: fit it with a share of the ground held out, such as 0.3.</source>
            <translation>La tête {head} n'a réservé aucun terrain, ce qu'exigent les ensembles et les intervalles : ajustez-la avec une part de terrain réservée, par exemple 0.3.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Sets and intervals are for maps of one cell a chip: write such a map, or leave them away.</source>
            <translation>Les ensembles et les intervalles sont pour les cartes d'une cellule par imagette : écrivez une telle carte, ou renoncez-y.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Patches come from one source, and the head uses {sources}: write the map without patches.</source>
            <translation>Les patchs viennent d'une seule source, et la tête utilise {sources} : écrivez la carte sans patchs.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The model {model} has no features of patches: write the map without patches.</source>
            <translation>Le modèle {model} n'a pas de caractéristiques de patchs : écrivez la carte sans patchs.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Patches of {grid} need square chips: write the map without patches.</source>
            <translation>Des patchs de {grid} demandent des imagettes carrées : écrivez la carte sans patchs.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The embeddings of {source} are not the mean of their patches' features ({why}): write the map without patches, or embed anew with avg as pooling.</source>
            <translation>Les plongements de {source} ne sont pas la moyenne des caractéristiques de leurs patchs ({why}) : écrivez la carte sans patchs, ou recalculez les plongements avec avg comme agrégation (pooling).</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} is there and is no map of EO Embed: choose another name, or move it away.</source>
            <translation>{path} existe et n'est pas une carte d'EO Embed : choisissez un autre nom, ou déplacez ce fichier.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} is there and is no report of EO Embed: choose another name, or move it away.</source>
            <translation>{path} existe et n'est pas un rapport d'EO Embed : choisissez un autre nom, ou déplacez ce fichier.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>There is no map {where}: write one first.</source>
            <translation>Il n'y a pas de carte {where} : écrivez-en d'abord une.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>There is no map {where}: run Chip map first, or choose a map.</source>
            <translation>Il n'y a pas de carte {where} : exécutez d'abord « Carte par imagettes », ou choisissez une carte.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The map that was sampled, {map}, is gone: write it again, or draw another sample.</source>
            <translation>La carte échantillonnée, {map}, a disparu : écrivez-la à nouveau, ou tirez un autre échantillon.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The map that was sampled, {map}, is gone: choose another map to judge.</source>
            <translation>La carte échantillonnée, {map}, a disparu : choisissez une autre carte à juger.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Give one way to draw: simple, strata, or a number of strata by value.</source>
            <translation>Donnez un seul mode de tirage : simple, strates, ou un nombre de strates par valeur.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{map} holds numbers, which are no strata: draw a simple random sample.</source>
            <translation>{map} contient des valeurs numériques, qui ne sont pas des strates : tirez un échantillon aléatoire simple.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{map} holds numbers: say in how many strata by value they are parted, or draw a simple sample.</source>
            <translation>{map} contient des valeurs numériques : dites en combien de strates par valeur les séparer, ou tirez un échantillon simple.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{map} holds one class only ({name}), which leaves nothing to stratify by: draw a simple random sample.</source>
            <translation>{map} ne contient qu'une seule classe ({name}), ce qui ne laisse rien à stratifier : tirez un échantillon aléatoire simple.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{map} holds numbers, which have no accuracy to aim at: give a number of cells.</source>
            <translation>{map} contient des valeurs numériques, pour lesquelles il n'y a pas d'exactitude à viser : donnez un nombre de cellules.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The size of a sample follows from a standard error and the accuracy to expect: give both, or a number of cells.</source>
            <translation>La taille d'un échantillon découle d'une erreur type et de l'exactitude attendue : donnez les deux, ou un nombre de cellules.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The values of {map} are too alike for strata: draw a simple random sample.</source>
            <translation>Les valeurs de {map} se ressemblent trop pour des strates : tirez un échantillon aléatoire simple.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} is there already, and its labels are not written over: choose another name.</source>
            <translation>{path} existe déjà, et ses étiquettes ne sont pas écrasées : choisissez un autre nom.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} is of format {theirs}, and this EO Embed knows {ours}: update the plugin.</source>
            <translation>{path} est au format {theirs}, et cette version d'EO Embed connaît {ours} : mettez l'extension à jour.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} holds cells that were not drawn, or one twice: take them away, or draw a larger sample under another name.</source>
            <translation>{path} contient des cellules qui n'ont pas été tirées, ou une en double : retirez-les, ou tirez un échantillon plus grand sous un autre nom.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The design {path} has no {name} beside it: restore that file, or draw another sample.</source>
            <translation>Le plan {path} n'a pas {name} à côté de lui : restaurez ce fichier, ou tirez un autre échantillon.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The sample holds labels that are no class of the map, {labels}; its classes are {names}: correct these labels.</source>
            <translation>L'échantillon contient des étiquettes qui ne sont pas des classes de la carte, {labels} ; ses classes sont {names} : corrigez ces étiquettes.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The sample holds labels that are no class of the map, {labels}; its classes are {names}: correct these labels, or take unknown labels as classes that the map lacks.</source>
            <translation>L'échantillon contient des étiquettes qui ne sont pas des classes de la carte, {labels} ; ses classes sont {names} : corrigez ces étiquettes, ou prenez les étiquettes inconnues pour des classes qui manquent à la carte.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{gaps} yet: label them, or leave out cells that could not be seen.</source>
            <translation>{gaps} : étiquetez-les, ou écartez les cellules qui n'ont pas pu être vues.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The labels of {names} are no random sample ({how}), so that nothing can be inferred from them: draw a check sample.</source>
            <translation>Les étiquettes de {names} ne sont pas un échantillon aléatoire ({how}), et l'on ne peut donc rien en inférer : tirez un échantillon de contrôle.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} does not say how its places were chosen, and only a random sample allows an estimate: draw a check sample.</source>
            <translation>{path} ne dit pas comment ses lieux ont été choisis, et seul un échantillon aléatoire permet une estimation : tirez un échantillon de contrôle.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} does not say how its places were chosen, and only a random sample allows an estimate: run Draw a check sample, or say how yours was drawn.</source>
            <translation>{path} ne dit pas comment ses lieux ont été choisis, et seul un échantillon aléatoire permet une estimation : exécutez « Tirer un échantillon de contrôle », ou dites comment le vôtre a été tiré.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{beside}: check their CRS, or leave out what lies there.</source>
            <translation>{beside} : vérifiez leur SCR, ou écartez ce qui s'y trouve.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>There is no sample {name}: draw a check sample first.</source>
            <translation>Il n'y a pas d'échantillon {name} : tirez d'abord un échantillon de contrôle.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} is a check sample and knows how it was drawn: choose sample for how it was drawn.</source>
            <translation>{path} est un échantillon de contrôle et sait comment il a été tiré : choisissez sample comme mode de tirage.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{map} holds numbers, no classes to be stratified by: choose simple for how it was drawn.</source>
            <translation>{map} contient des valeurs numériques, pas des classes par lesquelles stratifier : choisissez simple comme mode de tirage.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} is no map of {target}, which head {head} predicts: choose the head that made it, or another map.</source>
            <translation>{path} n'est pas une carte de {target}, que prédit la tête {head} : choisissez la tête qui l'a faite, ou une autre carte.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} holds classes that head {head} does not know: choose the head that made it.</source>
            <translation>{path} contient des classes que la tête {head} ne connaît pas : choisissez la tête qui l'a faite.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>A split by {split} needs a layer that says which chip is where: choose it with its field.</source>
            <translation>Un découpage par {split} a besoin d'une couche qui dit où est chaque imagette : choisissez-la avec son champ.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{folder} has no clusters yet: find clusters first.</source>
            <translation>{folder} n'a pas encore de groupes : formez d'abord des groupes.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} is damaged or holds no clusters: find clusters again.</source>
            <translation>{path} est endommagé ou ne contient pas de groupes : formez à nouveau les groupes.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The clusters are of embeddings that are no longer in use: find clusters again.</source>
            <translation>Les groupes sont ceux de plongements qui ne sont plus utilisés : formez à nouveau les groupes.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Chip {chip} is not embedded from every source: choose another chip, or other sources.</source>
            <translation>L'imagette {chip} n'a pas de plongement pour chaque source : choisissez une autre imagette, ou d'autres sources.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>UMAP needs the package umap-learn: choose t-SNE, or in Environment… a Python that has it.</source>
            <translation>UMAP a besoin du paquet umap-learn : choisissez t-SNE ou, dans Environnement…, un Python qui l'a.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{folder} has the sources {sources}: name those that take the places of {wanted}.</source>
            <translation>{folder} a les sources {sources} : nommez celles qui prennent la place de {wanted}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{folder} has the sources {sources}: name the one that is meant.</source>
            <translation>{folder} a les sources {sources} : nommez celle qui est voulue.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Both dates are the source {source} of {folder}: choose another workspace, or another source for the second date.</source>
            <translation>Les deux dates sont la source {source} de {folder} : choisissez un autre espace de travail, ou une autre source pour la seconde date.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The chips of {first} and {second} are not the same ground ({what} differ): put both dates into one workspace, as two sources.</source>
            <translation>Les imagettes de {first} et de {second} ne couvrent pas le même terrain ({what} diffèrent) : mettez les deux dates dans un seul espace de travail, comme deux sources.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The embeddings of {before} and {after} do not mean the same: embed the second date like the first, with the parameter “Like another source” of Embed chips.</source>
            <translation>Les plongements de {before} et de {after} n'ont pas le même sens : calculez ceux de la seconde date comme ceux de la première, avec le paramètre « Comme une autre source » de « Calculer les plongements ».</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>The head was fitted on {n} sources ({names}): name as many of the other workspace.</source>
            <translation>La tête a été ajustée sur {n} sources ({names}) : nommez-en autant dans l'autre espace de travail.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Head {head} was fitted on {sources} of {folder} itself: map that with Chip map, or choose another workspace.</source>
            <translation>La tête {head} a été ajustée sur {sources} de {folder} lui-même : cartographiez-le avec « Carte par imagettes », ou choisissez un autre espace de travail.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Say what to train: choose a method or a recipe.</source>
            <translation>Dites quoi entraîner : choisissez une méthode ou une recette.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Say what to learn from: choose a workspace, or the folder of a data set.</source>
            <translation>Dites de quoi apprendre : choisissez un espace de travail, ou le dossier d'un jeu de données.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Say where the run goes: give its folder.</source>
            <translation>Dites où va l'entraînement : donnez son dossier.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} is a file, not a folder: make a workspace of imagery, and choose that.</source>
            <translation>{path} est un fichier, pas un dossier : créez un espace de travail à partir des images, et choisissez-le.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{path} is {size} pixels, {first} is {other}: cut all to a size by the option size of the data, such as {side}.</source>
            <translation>{path} fait {size} pixels, {first} en fait {other} : découpez tout à une même taille par l'option size des données, par exemple {side}.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{folder} is neither a workspace nor laid out like a data set known here ({kinds}): choose its kind, and see there how its files should lie.</source>
            <translation>{folder} n'est ni un espace de travail ni rangé comme un jeu de données connu ici ({kinds}) : choisissez son type, et voyez-y comment ses fichiers doivent être rangés.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{folder} is neither a workspace nor laid out like a data set known here ({kinds}): name its kind, and the message says how its files should lie.</source>
            <translation>{folder} n'est ni un espace de travail ni rangé comme un jeu de données connu ici ({kinds}) : nommez son type, et le message dira comment ses fichiers doivent être rangés.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{data} has no pair of optical and radar images, only {there}: to pair bands of these, write {pairs} into “Kinds of bands to pair”.</source>
            <translation>{data} n'a pas de paire d'images optique et radar, seulement {there} : pour apparier des bandes de celles-ci, écrivez {pairs} dans « Types de bandes à apparier ».</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{data} has no pair of optical and radar images, only {there}: to pair bands of these, give pairs={pairs} among the values.</source>
            <translation>{data} n'a pas de paire d'images optique et radar, seulement {there} : pour apparier des bandes de celles-ci, donnez pairs={pairs} parmi les valeurs.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>This method needs the package segmentation-models-pytorch: repair the environment in Environment… of the Workspace menu, or choose a Python that has the package.</source>
            <translation>Cette méthode a besoin du paquet segmentation-models-pytorch : réparez l'environnement par Environnement… du menu Espace de travail, ou choisissez un Python qui a le paquet.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>Several workspaces can be learnt from together, but of published data sets one alone: choose one folder.</source>
            <translation>On peut apprendre de plusieurs espaces de travail à la fois, mais d'un seul jeu de données publié : choisissez un seul dossier.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{folder} holds a training run already: choose another name.</source>
            <translation>{folder} contient déjà un entraînement : choisissez un autre nom.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{folder} holds a training run already: give another folder, or tick that it is to go on.</source>
            <translation>{folder} contient déjà un entraînement : donnez un autre dossier, ou cochez qu'il doit se poursuivre.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/wording.py" />
            <source>{folder} holds no training run to go on with: begin a new one.</source>
            <translation>{folder} ne contient pas d'entraînement à poursuivre : commencez-en un nouveau.</translation>
        </message>
        <message>
            <location filename="../../eo_embed_plugin/worker_process.py" />
            <source>Process {pid} does not end and is left.</source>
            <translation>Le processus {pid} ne se termine pas et il est laissé tel quel.</translation>
        </message>
    </context>
</TS>
